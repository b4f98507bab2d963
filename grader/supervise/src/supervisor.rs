//! The parent of one check's process.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use course::{Outcome, Verdict};

use crate::cancel::{CancelToken, Cancelled};
use crate::play::PLAY;
use crate::protocol::{CHILD, SOURCE};
use crate::sandbox::Sandbox;
use crate::watch::{Watched, watch};

/// Time a check may take; see [`TimeLimit`](crate::TimeLimit). Virtual-time and exhaustive runs end themselves long before.
pub const DEFAULT_WALL: Duration = Duration::from_secs(10);

/// Bytes a check may write to stdout and stderr together: 1 MiB.
pub const DEFAULT_OUTPUT: usize = 1 << 20;

/// What one check may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Time on the clock, without that in which the machine had no processor for it, after which the verdict is
    /// `timed_out`.
    pub wall: Duration,
    /// Bytes of stdout and stderr together, past which the verdict is `limit_exceeded`.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall: DEFAULT_WALL,
            output: DEFAULT_OUTPUT,
        }
    }
}

/// One finished run of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its outcome.
    pub outcome: Outcome,
    /// What it wrote to stdout, up to the limit.
    pub stdout: String,
    /// What it wrote to stderr, up to the limit.
    pub stderr: String,
}

impl Run {
    /// A run that could not be made: our fault.
    fn fault(message: String) -> Self {
        Self {
            outcome: Outcome::of(Verdict::GraderFault, message),
            stdout: String::new(),
            stderr: String::new(),
        }
    }
}

/// Runs checks, each in a process of its own.
#[derive(Clone, Default)]
pub struct Supervisor<'s> {
    /// What each may use.
    pub limits: Limits,
    /// What confines each process; nothing does if there is none.
    pub sandbox: Option<&'s dyn Sandbox>,
    /// The check must fail when all of it has held: a decoy, whose pass is forged. Nothing in its process tells this run
    /// from others while the submission's functions are called.
    pub must_fail: bool,
    /// Ends the run early, from any thread.
    pub cancel: Option<&'s CancelToken>,
}

impl Supervisor<'_> {
    /// Runs a check by a command like that of [`command`]; its stdin, stdout and stderr are taken over.
    ///
    /// # Errors
    /// The token was cancelled before the check had ended. All that it started has been ended.
    pub fn run(&self, command: Command) -> Result<Run, Cancelled> {
        let program = command.get_program().to_string_lossy().into_owned();
        let confined = match self.sandbox {
            Some(sandbox) => sandbox.confine(command),
            None => Ok(command),
        };
        let mut command = match confined {
            Ok(command) => command,
            Err(error) => {
                let message = format!("cannot confine the check binary {program}: {error}");
                return Ok(Run::fault(message));
            }
        };
        match watch(&mut command, &self.limits, self.must_fail, self.cancel) {
            Ok(Watched::Ended(run)) => Ok(*run),
            Ok(Watched::Cancelled) => Err(Cancelled),
            Err(error) => Ok(Run::fault(format!(
                "cannot run the check binary {program}: {error}; build it again"
            ))),
        }
    }
}

/// The command that runs `check` of the check binary `exe`, to be adjusted (environment, working directory) before it
/// goes to [`Supervisor::run`]. Relative names of source files are looked up in `source_dir`, or where the binary was
/// compiled if it is `None`.
pub fn command(exe: &Path, check: &str, source_dir: Option<&Path>) -> Command {
    command_to(CHILD, exe, check, source_dir)
}

/// As [`command`], to play the check in a [`Session`](crate::Session).
pub fn play_command(exe: &Path, check: &str, source_dir: Option<&Path>) -> Command {
    command_to(PLAY, exe, check, source_dir)
}

fn command_to(what: &str, exe: &Path, check: &str, source_dir: Option<&Path>) -> Command {
    let mut command = Command::new(exe);
    command.arg(what).arg(check);
    if let Some(dir) = source_dir {
        command.arg(SOURCE).arg(dir);
    }
    // By these whoever starts the grader would choose how many threads rayon's pool has in a check.
    for name in ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"] {
        command.env_remove(name);
    }
    command
}
