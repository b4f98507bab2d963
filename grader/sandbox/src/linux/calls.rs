//! Seccomp: the calls of the system that a program may make. What is not named here does not exist for it.
//!
//! A call that is refused fails as on a kernel that does not have it (`ENOSYS`), because libraries know what to do then.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use libc::c_long;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

mod names;
mod ranges;

use crate::profile::Profile;
use names::{ALWAYS, PROCESSES, SOCKETS};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;
type Result<T> = std::result::Result<T, seccompiler::BackendError>;

/// Commands of fcntl(2) by which a signal is sent to anybody.
const F_SETOWN: i32 = 8;
const F_SETSIG: i32 = 10;
const F_SETOWN_EX: i32 = 15;

/// Gives up every call that the profile has no use for.
pub(super) fn restrict(profile: &Profile) -> io::Result<()> {
    let filter = filter(profile).map_err(io::Error::other)?;
    seccompiler::apply_filter(&filter).map_err(io::Error::other)
}

fn filter(profile: &Profile) -> Result<BpfProgram> {
    let mut rules = Rules::new();
    by_arguments(&mut rules, profile)?;
    let always = always(profile, &rules);
    let absent = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    // Calls of another architecture end the process.
    let architecture = std::env::consts::ARCH.try_into()?;
    let filter = SeccompFilter::new(rules, absent, SeccompAction::Allow, architecture)?;
    Ok(ranges::allow_first(filter.try_into()?, &always))
}

/// The calls that are allowed whatever their arguments are.
fn always(profile: &Profile, rules: &Rules) -> BTreeSet<u32> {
    let mut calls: Vec<c_long> = ALWAYS.to_vec();
    if profile.processes {
        calls.extend(PROCESSES);
    }
    if profile.sockets() {
        calls.extend(SOCKETS);
    }
    let anyhow = calls.into_iter().filter(|call| !rules.contains_key(call));
    anyhow.flat_map(u32::try_from).collect()
}

/// Calls that are allowed with some arguments only.
fn by_arguments(rules: &mut Rules, profile: &Profile) -> Result<()> {
    let mut allow = |call: c_long, rule: SeccompRule| rules.entry(call).or_default().push(rule);
    let flags = |number: i32| u64::from(number.unsigned_abs());

    // New threads; new processes if it may have them; new namespaces never.
    let threads = flags(libc::CLONE_THREAD);
    let namespaces = flags(
        libc::CLONE_NEWUSER
            | libc::CLONE_NEWPID
            | libc::CLONE_NEWNET
            | libc::CLONE_NEWNS
            | libc::CLONE_NEWIPC
            | libc::CLONE_NEWUTS
            | libc::CLONE_NEWCGROUP,
    );
    match profile.processes {
        true => allow(libc::SYS_clone, masked(0, namespaces, 0)?),
        false => allow(libc::SYS_clone, masked(0, namespaces | threads, threads)?),
    }
    // Memory that is shared without a file is nobody's, and no limit of a process bounds it.
    let shared = flags(libc::MAP_SHARED);
    allow(libc::SYS_mmap, masked(3, shared, 0)?);
    if profile.writes_here {
        let nameless = shared | flags(libc::MAP_ANONYMOUS);
        allow(libc::SYS_mmap, masked(3, nameless, shared)?);
    }
    for option in [libc::PR_SET_NAME, libc::PR_GET_NAME, libc::PR_SET_PDEATHSIG] {
        allow(libc::SYS_prctl, equal(0, flags(option))?);
    }
    // Its own limits, which it can only lower.
    allow(libc::SYS_prlimit64, equal(0, 0)?);
    for request in [
        libc::FIONBIO,
        libc::FIOCLEX,
        libc::FIONREAD,
        libc::TCGETS,
        libc::TIOCGWINSZ,
    ] {
        allow(libc::SYS_ioctl, equal(1, request)?);
    }
    // Nobody else is told of what happens to its files, least of all by a signal.
    let telling = [
        F_SETOWN,
        F_SETSIG,
        F_SETOWN_EX,
        libc::F_SETLEASE,
        libc::F_NOTIFY,
    ];
    allow(libc::SYS_fcntl, none_of(1, &telling)?);
    // What lies in buffers of the system is nobody's memory; it is bounded by how many there are, and how big.
    let sizes = [libc::SO_SNDBUF, libc::SO_RCVBUF];
    allow(libc::SYS_setsockopt, none_of(2, &sizes)?);
    if profile.processes {
        // Two ends that lead to each other, which std may take to hear from the processes that it starts.
        allow(libc::SYS_socketpair, equal(0, flags(libc::AF_UNIX))?);
    }
    if profile.sockets() {
        allow(libc::SYS_socket, equal(0, flags(libc::AF_UNIX))?);
    }
    if profile.loopback {
        for family in [libc::AF_INET, libc::AF_INET6] {
            // The rest of the second argument says what a child inherits.
            let stream = condition(1, SeccompCmpOp::MaskedEq(0xf), flags(libc::SOCK_STREAM))?;
            let family = condition(0, SeccompCmpOp::Eq, flags(family))?;
            allow(libc::SYS_socket, SeccompRule::new(vec![family, stream])?);
        }
    }
    Ok(())
}

fn condition(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)
}

/// That the bits of `mask` are those of `value`.
fn masked(argument: u8, mask: u64, value: u64) -> Result<SeccompRule> {
    SeccompRule::new(vec![condition(
        argument,
        SeccompCmpOp::MaskedEq(mask),
        value,
    )?])
}

/// That it is none of them.
fn none_of(argument: u8, values: &[i32]) -> Result<SeccompRule> {
    let differs =
        |value: &i32| condition(argument, SeccompCmpOp::Ne, u64::from(value.unsigned_abs()));
    SeccompRule::new(values.iter().map(differs).collect::<Result<_>>()?)
}

fn equal(argument: u8, value: u64) -> Result<SeccompRule> {
    SeccompRule::new(vec![condition(argument, SeccompCmpOp::Eq, value)?])
}
