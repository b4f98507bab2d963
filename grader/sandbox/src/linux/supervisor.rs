//! The supervisor: outside, where it sees the memory of all, and tells the grader how the program ended.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, PipeReader, Read};
use std::os::fd::AsRawFd;
use std::path::Path;
use std::process::ExitCode;

use supervise::{NOT_CONFINED, OUT_OF_MEMORY, TOO_MANY_PROCESSES};

use super::error::in_words;
use super::memory::Watch;
use super::{init, sys};
use crate::layers::Identity;
use crate::profile::{Limits, Profile};
use crate::{ATTEMPT, CONFINE};

/// Milliseconds between two looks at what is used: in that time a program can take some 20 MiB more.
const EVERY: i32 = 10;

/// So many processes may have as much open as one may, all together: with the 208 KiB that each end of a socket buffers,
/// that is less than the memory that they may have.
const PROCESSES: u64 = 4;

/// How the program ended.
enum Ended {
    /// With this status of the system.
    By(i32),
    /// It took too much memory.
    OutOfMemory,
    /// It started too many processes or threads.
    TooMany,
}

pub(crate) fn become_confined() -> Option<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    let first = arguments.next()?;
    if first == ATTEMPT {
        return Some(super::attempt::attempt_all(arguments));
    }
    if first != CONFINE {
        return None;
    }
    let profile = arguments.next()?;
    match supervise(Path::new(&profile), arguments.collect()) {
        Ok(Ended::By(status)) => Some(mirror(status)),
        Ok(Ended::OutOfMemory) => sys::end_by(OUT_OF_MEMORY),
        Ok(Ended::TooMany) => sys::end_by(TOO_MANY_PROCESSES),
        Err(error) => {
            eprintln!("sandbox: {error}");
            sys::end_by(NOT_CONFINED)
        }
    }
}

fn supervise(profile: &Path, program: Vec<OsString>) -> io::Result<Ended> {
    sys::end_with(sys::parent(), libc::SIGKILL)?;
    let profile = read(profile)?;
    if profile.layers.namespaces {
        let mut namespaces = libc::CLONE_NEWPID;
        if profile.layers.identity == Identity::Own {
            namespaces |= libc::CLONE_NEWUSER;
        }
        let ids = sys::own_ids();
        sys::unshare(namespaces).map_err(in_words("no namespace for processes"))?;
        if profile.layers.identity == Identity::Own {
            be_the_same_user(ids).map_err(in_words("no user namespace"))?;
        }
    }
    let (told, tell) = io::pipe()?;
    let itself = i32::try_from(std::process::id()).map_err(io::Error::other)?;
    let init = sys::fork()?;
    if init == 0 {
        drop(told);
        init::run(&profile, &program, itself, tell);
    }
    drop(tell);
    // Whoever waits for the program to close its pipes is not to wait for this process.
    sys::close(&[0, 1]);
    let ended = wait(told, init, &profile.limits);
    if !matches!(ended, Ok(Ended::By(_))) {
        let _ = sys::kill(init, ending(&profile));
    }
    // With it everything ends that is left of the program, and has ended when this returns.
    sys::wait(init, false)?;
    ended
}

/// The signal that makes the init end everything and itself.
fn ending(profile: &Profile) -> i32 {
    match profile.layers.namespaces {
        true => libc::SIGKILL,
        // Nothing but the init itself can end what it has adopted.
        false => libc::SIGTERM,
    }
}

fn read(path: &Path) -> io::Result<Profile> {
    let text = fs::read(path).map_err(in_words("the profile cannot be read"))?;
    serde_json::from_slice(&text).map_err(io::Error::other)
}

/// Waits until the init says how the program ended, and looks at the memory of all meanwhile.
fn wait(mut told: PipeReader, init: i32, limits: &Limits) -> io::Result<Ended> {
    let watch = Watch::over(init);
    loop {
        if sys::wait_to_read(told.as_raw_fd(), EVERY)? {
            let mut status = [0; 4];
            return match told.read_exact(&mut status) {
                Ok(()) => Ok(Ended::By(i32::from_ne_bytes(status))),
                // The init said why to stderr.
                Err(_) => Err(io::Error::other("the program was not started")),
            };
        }
        let used = watch.look();
        if used.memory > limits.memory {
            return Ok(Ended::OutOfMemory);
        }
        // Where the system itself does not count them for this program alone.
        if used.tasks > limits.tasks + 1 || used.descriptors > limits.descriptors * PROCESSES {
            return Ok(Ended::TooMany);
        }
    }
}

/// Ends as the program did. The signals that mean something here are none of the program's.
fn mirror(status: i32) -> ExitCode {
    if libc::WIFSIGNALED(status) {
        let signal = match libc::WTERMSIG(status) {
            NOT_CONFINED | OUT_OF_MEMORY | TOO_MANY_PROCESSES => libc::SIGKILL,
            signal => signal,
        };
        // A core would be this process's.
        let _ = sys::limit(libc::RLIMIT_CORE, 0);
        sys::end_by(signal);
    }
    ExitCode::from(u8::try_from(libc::WEXITSTATUS(status)).unwrap_or(u8::MAX))
}

/// In a new user namespace this process goes on as the user that it was; it can name no other.
fn be_the_same_user((user, group): (u32, u32)) -> io::Result<()> {
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
    fs::write("/proc/self/gid_map", format!("{group} {group} 1"))
}
