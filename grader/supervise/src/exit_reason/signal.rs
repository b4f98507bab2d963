//! Signals of Unix, and why a process that was killed by one was most likely killed.

use rustix::process::Signal;

use super::{Killed, Why};

/// The signal of that number.
pub(super) fn killed(number: i32) -> Killed {
    let known = [
        (Signal::HUP, "SIGHUP", Why::Other),
        (Signal::INT, "SIGINT", Why::Other),
        (Signal::QUIT, "SIGQUIT", Why::Other),
        (Signal::ILL, "SIGILL", Why::Other),
        (Signal::TRAP, "SIGTRAP", Why::Other),
        (Signal::ABORT, "SIGABRT", Why::Abort),
        (Signal::BUS, "SIGBUS", Why::Memory),
        (Signal::FPE, "SIGFPE", Why::Other),
        (Signal::KILL, "SIGKILL", Why::Outside),
        (Signal::SEGV, "SIGSEGV", Why::Memory),
        (Signal::PIPE, "SIGPIPE", Why::Other),
        (Signal::ALARM, "SIGALRM", Why::Other),
        (Signal::TERM, "SIGTERM", Why::Other),
        (Signal::XCPU, "SIGXCPU", Why::ProcessorTime),
        (Signal::XFSZ, "SIGXFSZ", Why::FileSize),
        (Signal::SYS, "SIGSYS", Why::Forbidden),
    ];
    let found = known
        .into_iter()
        .find(|(known, ..)| known.as_raw() == number);
    found.map_or_else(
        || Killed {
            by: format!("signal {number}"),
            why: Why::Other,
        },
        |(_, name, why)| Killed {
            by: name.to_owned(),
            why,
        },
    )
}
