//! Landlock: the files that a program may read and write, by name; its TCP; whom it may signal and speak to.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, RulesetStatus, Scope, path_beneath_rules,
};

use crate::profile::Profile;

/// What is read as empty and takes everything.
pub(super) const NULL: &str = "/dev/null";

/// What this program knows of Landlock; an older kernel does less, and not less than [`LEAST`].
const KNOWN: ABI = ABI::V6;

/// The least that is any good: before, files could be cut short.
const LEAST: ABI = ABI::V3;

/// The version of Landlock's interface that the kernel has; 0 if it has none.
pub(crate) fn version() -> i32 {
    super::sys::landlock_version()
}

/// All that a program may read, as names outside and inside.
pub(super) fn readable(profile: &Profile, program: &[OsString], here: &Path) -> Vec<PathBuf> {
    let inside_here = profile.readable_here.iter().map(|path| here.join(path));
    let program = program.first().map(PathBuf::from);
    let all = profile.readable.iter().cloned().chain(inside_here);
    all.chain(program).collect()
}

/// Gives up everything that the profile does not name.
pub(super) fn restrict(
    profile: &Profile,
    program: &[OsString],
    scratch: Option<&Path>,
) -> io::Result<()> {
    let enforced = try_restrict(profile, program, scratch).map_err(io::Error::other)?;
    match enforced {
        RulesetStatus::NotEnforced => Err(io::Error::other("it is not enforced")),
        RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => Ok(()),
    }
}

fn try_restrict(
    profile: &Profile,
    program: &[OsString],
    scratch: Option<&Path>,
) -> Result<RulesetStatus, RulesetError> {
    let here = std::env::current_dir().unwrap_or_default();
    let mut ruleset = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(LEAST))?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(KNOWN))?
        .scope(Scope::Signal)?
        .scope(Scope::AbstractUnixSocket)?;
    if !profile.loopback {
        ruleset = ruleset.handle_access(AccessNet::from_all(KNOWN))?;
    }
    let readable = readable(profile, program, &here);
    let everything = AccessFs::from_all(KNOWN) & !AccessFs::IoctlDev;
    let null = AccessFs::ReadFile | AccessFs::WriteFile;
    let ruleset = ruleset
        .create()?
        .add_rules(path_beneath_rules(&readable, AccessFs::from_read(KNOWN)))?
        .add_rules(path_beneath_rules(scratch, everything))?
        .add_rules(path_beneath_rules([NULL], null))?;
    Ok(ruleset.restrict_self()?.ruleset)
}
