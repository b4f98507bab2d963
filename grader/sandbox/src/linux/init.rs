//! The init: the first process inside. It makes what the program sees, starts it, and reaps what it leaves.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, PipeWriter, Read, Write};
use std::os::unix::fs::chown;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use super::{inside, root, sys};
use crate::profile::Profile;

/// Between two looks at who is left: who was killed takes a moment to end.
const PAUSE: Duration = Duration::from_millis(1);

/// Never returns: this process is a second one, and nothing behind the fork is for it.
pub(super) fn run(profile: &Profile, program: &[OsString], supervisor: i32, tell: PipeWriter) -> ! {
    if let Err(error) = try_run(profile, program, supervisor, tell) {
        eprintln!("sandbox: {error}");
    }
    sys::exit(1)
}

fn try_run(
    profile: &Profile,
    program: &[OsString],
    supervisor: i32,
    mut tell: PipeWriter,
) -> io::Result<()> {
    let namespaces = profile.layers.namespaces;
    // From inside of a namespace of processes the supervisor has no number.
    let (parent, signal) = match namespaces {
        true => (0, libc::SIGKILL),
        false => (supervisor, libc::SIGTERM),
    };
    sys::hold(libc::SIGTERM)?;
    sys::end_with(parent, signal)?;
    if sys::is_unread(&tell) {
        return Err(io::Error::other("the supervisor is gone"));
    }
    sys::new_session()?;
    if namespaces {
        root::enter(profile, program)?;
    } else {
        sys::adopt_orphans()?;
    }
    let user = inside::user(profile, supervisor);
    let scratch = scratch(profile, user, supervisor)?;
    let (mut failed, fail) = io::pipe()?;
    // Its ends of the pipes are closed when it becomes the program.
    let child = sys::start(&|| inside::run(profile, program, user, scratch.as_deref(), &fail))?;
    drop(fail);
    sys::close(&[0, 1, 2]);
    let status = reap(child);
    if !namespaces {
        end_all();
        if let Some(scratch) = scratch.filter(|_| !profile.writes_here) {
            let _ = fs::remove_dir_all(scratch);
        }
    }
    // The other end is closed when the program takes the place of what confined it, unless that said something before.
    let is_started = matches!(failed.read(&mut [0]), Ok(0));
    if let (Some(status), true) = (status, is_started) {
        tell.write_all(&status.to_ne_bytes())?;
    }
    Ok(())
}

/// The folder for temporary files, made where there is no place that goes by itself.
fn scratch(profile: &Profile, user: Option<u32>, supervisor: i32) -> io::Result<Option<PathBuf>> {
    if profile.writes_here {
        return env::current_dir().map(Some);
    }
    if !profile.processes {
        return Ok(None);
    }
    if profile.layers.namespaces {
        return Ok(Some(root::SCRATCH.into()));
    }
    let scratch = env::current_dir()?.join(format!("scratch-{supervisor}"));
    fs::create_dir(&scratch)?;
    if let Some(user) = user {
        chown(&scratch, Some(user), Some(user))?;
    }
    Ok(Some(scratch))
}

/// Takes in everybody who ends, until the program does; nothing if all is to end.
fn reap(child: i32) -> Option<i32> {
    loop {
        while let Ok((ended, status)) = sys::wait(-1, true)
            && ended > 0
        {
            if ended == child {
                return Some(status);
            }
        }
        if sys::next_of(libc::SIGTERM) == libc::SIGTERM {
            return None;
        }
    }
}

/// Ends everything that is left, where no namespace does: each becomes a child of this process when its own parent has
/// ended. The program can start no more of them faster than they are stopped, because each is stopped first.
fn end_all() {
    // The list may lack somebody whose parent ends at this moment; that there is no child at all is told by the wait.
    while sys::wait(-1, true).is_ok() {
        let children = children();
        for signal in [libc::SIGSTOP, libc::SIGKILL] {
            for child in &children {
                let _ = sys::kill(*child, signal);
            }
        }
        while sys::wait(-1, true).is_ok_and(|(ended, _)| ended > 0) {}
        thread::sleep(PAUSE);
    }
}

/// The children of this process.
fn children() -> Vec<i32> {
    let id = std::process::id();
    let list = fs::read_to_string(format!("/proc/self/task/{id}/children"));
    let list = list.unwrap_or_default();
    list.split_whitespace().flat_map(str::parse).collect()
}
