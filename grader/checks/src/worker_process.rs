//! The process of a worker: it signs in, and then it is the function that the check has registered.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::entry::Entry;
use crate::roll;

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
    fetch_web::confine();
    (worker.run)();
    // A reader who has gone away is the reader's affair.
    let _ = io::stdout().flush();
    ExitCode::SUCCESS
}
