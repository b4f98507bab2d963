//! The last steps of the process that becomes the program: each takes something away from it.

use std::ffi::OsString;
use std::io::{self, PipeWriter, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::error::in_words;
use super::users::{LOWEST_USER, can_be_others};
use super::{calls, files, sys};
use crate::layers::Identity;
use crate::profile::Profile;

/// The user that the program will be, if it is another one: in a working directory that it writes to, whoever that belongs
/// to; and else one that nobody else is at the moment.
pub(super) fn user(profile: &Profile, supervisor: i32) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let owner = || std::fs::metadata(".").map(|here| here.uid()).ok();
    match profile.layers.identity {
        Identity::Own => None,
        Identity::Nobody if profile.writes_here => owner().filter(|user| *user != 0),
        Identity::Nobody => Some(LOWEST_USER + supervisor.unsigned_abs()),
    }
}

/// Never returns: it becomes the program, or ends.
pub(super) fn run(
    profile: &Profile,
    program: &[OsString],
    user: Option<u32>,
    scratch: Option<&Path>,
    mut fail: &PipeWriter,
) -> ! {
    let error = match prepare(profile, program, user, scratch) {
        Ok(()) => become_program(program, scratch),
        Err(error) => error,
    };
    // Said by this pipe, because everything else the program could say as well.
    let _ = fail.write_all(&[1]);
    eprintln!("sandbox: {error}");
    sys::exit(1)
}

fn prepare(
    profile: &Profile,
    program: &[OsString],
    user: Option<u32>,
    scratch: Option<&Path>,
) -> io::Result<()> {
    sys::end_with(sys::parent(), libc::SIGKILL)?;
    let layers = &profile.layers;
    if layers.limits {
        limit(profile).map_err(in_words("no limit can be set"))?;
    }
    match (layers.identity, user) {
        (Identity::Nobody, Some(user)) => {
            sys::become_user(user).map_err(in_words("no user to become"))?;
            // Another user's process forgets whom it ends with.
            sys::end_with(sys::parent(), libc::SIGKILL)?;
        }
        (Identity::Nobody, None) => {
            return Err(io::Error::other("the working directory belongs to root"));
        }
        // Those of the user namespace; or of one that the grader is the root of already.
        (Identity::Own, _) if layers.namespaces || !can_be_others() => sys::drop_capabilities()?,
        (Identity::Own, _) => {}
    }
    sys::release();
    // Whoever started the grader may have left files open for it.
    sys::keep_three_descriptors().map_err(in_words("what is open cannot be closed"))?;
    sys::no_new_rights()?;
    if layers.landlock > 0 {
        files::restrict(profile, program, scratch).map_err(in_words("Landlock"))?;
    }
    if layers.seccomp {
        calls::restrict(profile).map_err(in_words("seccomp"))?;
    }
    Ok(())
}

fn limit(profile: &Profile) -> io::Result<()> {
    let limits = &profile.limits;
    // The system counts the tasks of a user. Where that is the user who grades, and no namespace counts anew, others' would
    // count too; there the supervisor counts.
    let layers = &profile.layers;
    if layers.namespaces || layers.identity == Identity::Nobody {
        sys::limit(libc::RLIMIT_NPROC, limits.tasks)?;
    }
    for (resource, most) in [
        (libc::RLIMIT_CORE, 0),
        (libc::RLIMIT_MSGQUEUE, 0),
        (libc::RLIMIT_MEMLOCK, 0),
        (libc::RLIMIT_AS, limits.addresses),
        (libc::RLIMIT_DATA, limits.addresses),
        (libc::RLIMIT_FSIZE, limits.file),
        (libc::RLIMIT_NOFILE, limits.descriptors),
        (libc::RLIMIT_CPU, limits.processor_seconds),
    ] {
        sys::limit(resource, most)?;
    }
    Ok(())
}

fn become_program(program: &[OsString], scratch: Option<&Path>) -> io::Error {
    let Some((name, arguments)) = program.split_first() else {
        return io::Error::other("no program is named");
    };
    let mut command = Command::new(name);
    if let Some(scratch) = scratch {
        command.env("TMPDIR", scratch).current_dir(scratch);
    }
    let error = command.args(arguments).exec();
    io::Error::new(
        error.kind(),
        format!("cannot run {}: {error}", name.display()),
    )
}
