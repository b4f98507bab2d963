//! Runs one check in a process of its own, within limits, and believes only its record.
//!
//! The process may be hostile: it may hang, flood its output, exit with any code, leave processes behind
//! that hold its pipes open. Whatever it does, [`run`] returns, with a verdict, and ends what it started.

mod exits;
mod group;
mod obituary;
mod output;
mod readers;
mod watch;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

pub use exits::name_exits;
pub use watch::run_command;

use crate::child::{CHILD, SOURCE};
use crate::record::Outcome;

/// Wall-clock time a check may take. Virtual-time and exhaustive runs end themselves long before.
pub const DEFAULT_WALL: Duration = Duration::from_secs(10);

/// Bytes a check may write to stdout and stderr together: 1 MiB.
pub const DEFAULT_OUTPUT: usize = 1 << 20;

/// What one check may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Wall-clock time, after which the verdict is `timed_out`.
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
    /// What came of it.
    pub outcome: Outcome,
    /// What it wrote to stdout, up to the limit.
    pub stdout: String,
    /// What it wrote to stderr, up to the limit.
    pub stderr: String,
}

/// Runs `check` of the check binary `exe`. Relative names of source files are looked up in `source_dir`,
/// or where the binary was compiled if it is `None`.
pub fn run(exe: &Path, check: &str, limits: &Limits, source_dir: Option<&Path>) -> Run {
    run_command(command(exe, check, source_dir), limits)
}

/// The command that [`run`] starts, to be adjusted (environment, working directory) or wrapped in a
/// sandbox before it goes to [`run_command`].
pub fn command(exe: &Path, check: &str, source_dir: Option<&Path>) -> Command {
    let mut command = Command::new(exe);
    command.arg(CHILD).arg(check);
    if let Some(dir) = source_dir {
        command.arg(SOURCE).arg(dir);
    }
    command
}
