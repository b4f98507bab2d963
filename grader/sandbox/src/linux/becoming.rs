//! A process that ends with its parent, and becomes another program: the parent can ask for that in no other way.

use std::env;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use super::sys;
use crate::BECOME;

pub(crate) fn become_program() -> Option<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    if arguments.next()? != BECOME {
        return None;
    }
    let parent = sys::parent();
    // Where this is refused, the program runs all the same, and the grader stops it in the ordinary ways.
    let _ = sys::end_with(parent, libc::SIGKILL);
    if sys::parent() != parent {
        // The grader was gone before it could be asked for.
        return Some(ExitCode::FAILURE);
    }
    let program = arguments.next()?;
    let error = Command::new(&program).args(arguments).exec();
    eprintln!("cannot run {}: {error}", program.to_string_lossy());
    Some(ExitCode::FAILURE)
}
