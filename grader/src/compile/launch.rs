//! Starts programs that end with the grader, however it ends.
//!
//! A compiler that is given an endless constant runs on after the grader was killed, and nothing would ever stop it. On
//! Linux a process can ask to be killed when its parent is gone, but only for itself, and the request outlives `exec`.
//! So the grader starts itself with [`ARGUMENT`]; that process asks, and then becomes the program.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use sandbox::{Kind, Sandbox};

use crate::event::Context;

/// The first argument of a grader that is to become another program: the rest of its command line.
pub const ARGUMENT: &str = "--become";

/// Starts programs, by way of the grader itself where that is of use.
#[derive(Debug, Clone, Default)]
pub struct Launcher {
    grader: Option<PathBuf>,
    /// What confines the programs that read what a submission says.
    sandbox: Option<Arc<Sandbox>>,
    /// Who is told of what is started, and whether it is to go on.
    pub context: Context,
}

impl Launcher {
    /// By way of `grader`, a program whose `main` calls [`become_program`]; directly if there is none.
    pub fn new(grader: Option<PathBuf>, sandbox: Option<Arc<Sandbox>>, context: Context) -> Self {
        let is_of_use = cfg!(target_os = "linux");
        Self {
            grader: grader.filter(|_| is_of_use),
            sandbox,
            context,
        }
    }

    /// The same for programs that read nothing but what is ours.
    pub fn of_ours(&self) -> Self {
        Self {
            sandbox: None,
            ..self.clone()
        }
    }

    /// A command that starts a compiler; arguments are added as usual.
    pub fn command(&self, program: &Path) -> Command {
        if let Some(sandbox) = &self.sandbox {
            return sandbox.command(Kind::Compiler, program);
        }
        match &self.grader {
            Some(grader) => {
                let mut command = Command::new(grader);
                command.arg(ARGUMENT).arg(program);
                command
            }
            None => Command::new(program),
        }
    }
}

/// What `main` does first: if this process was started by a [`Launcher`], it becomes the program and never returns,
/// except with the code of the failure.
#[cfg(target_os = "linux")]
pub fn become_program() -> Option<ExitCode> {
    use std::os::unix::process::{CommandExt, parent_id};

    use rustix::process::{Signal, set_parent_process_death_signal};

    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != ARGUMENT {
        return None;
    }
    let parent = parent_id();
    // Where this is refused, the program runs all the same, and the grader stops it in the ordinary ways.
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
    if parent_id() != parent {
        // The grader was gone before it could be asked for.
        return Some(ExitCode::FAILURE);
    }
    let program = arguments.next()?;
    let error = Command::new(&program).args(arguments).exec();
    eprintln!("cannot run {}: {error}", program.to_string_lossy());
    Some(ExitCode::FAILURE)
}

/// Other systems have no such request.
#[cfg(not(target_os = "linux"))]
pub fn become_program() -> Option<ExitCode> {
    None
}
