//! Worker processes: the check binary itself, started as a child that runs one registered function.

use std::io::{self, Write};
use std::process::{Command, ExitCode};

use crate::harness::Entry;

/// The argument that makes a check binary run a worker instead of checks.
pub(crate) const WORKER: &str = "--checks-worker";

/// A command that starts this binary as a process running the worker function `name`, which
/// `checks::main!(..; workers: name)` has registered.
///
/// Its stdin, stdout and environment are plain: the function reads and writes what the submission pipes.
/// What it leaves running ends with the check.
///
/// # Panics
/// If the system does not tell the path of the running program.
pub fn worker(name: &str) -> Command {
    let exe = std::env::current_exe().expect("the system tells a program its own path");
    let mut command = Command::new(exe);
    command.arg(WORKER).arg(name);
    command
}

/// Runs the worker of that name as this process.
pub(crate) fn run(workers: &[Entry], name: &str) -> ExitCode {
    let Some(worker) = workers.iter().find(|worker| worker.name == name) else {
        let known: Vec<_> = workers.iter().map(|worker| worker.name).collect();
        eprintln!("no worker `{name}`: add it to checks::main!(..; workers: ..) beside {known:?}");
        return ExitCode::from(2);
    };
    (worker.run)();
    // A reader who has gone away is the reader's affair.
    let _ = io::stdout().flush();
    ExitCode::SUCCESS
}
