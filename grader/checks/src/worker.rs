//! Worker processes: the check binary itself, started as a child that runs one registered function.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Command, ExitCode};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::harness::Entry;
use crate::roll;

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

/// The lines that a process writes, as they come; it ends where they end. So a check can wait for a line, and give up.
pub fn lines_of(output: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // The check has stopped listening if this fails.
            if tell.send(line).is_err() {
                break;
            }
        }
    });
    told
}

/// Runs the worker of that name as this process.
///
/// A name with an address behind it is that of a worker which signs in at a [`Roll`](crate::Roll) first. It stands in the
/// argument and not in the environment, since an argument cannot be taken away from a `Command`.
pub(crate) fn run(workers: &[Entry], name: &str) -> ExitCode {
    let (name, address) = name.split_once(roll::AT).unwrap_or((name, ""));
    let Some(worker) = workers.iter().find(|worker| worker.name == name) else {
        let known: Vec<_> = workers.iter().map(|worker| worker.name).collect();
        eprintln!("no worker `{name}`: add it to checks::main!(..; workers: ..) beside {known:?}");
        return ExitCode::from(2);
    };
    if !address.is_empty()
        && let Err(error) = roll::sign_in(address)
    {
        eprintln!("the check that this worker belongs to has ended: {error}");
        return ExitCode::from(2);
    }
    (worker.run)();
    // A reader who has gone away is the reader's affair.
    let _ = io::stdout().flush();
    ExitCode::SUCCESS
}
