//! Signals of Unix, and why a process that was killed by one was most likely killed.

use course::Verdict;
use rustix::process::Signal;

use super::{Killed, Kind};
use crate::sandbox::Said;

/// The signal of that number.
pub(super) fn killed(number: i32) -> Killed {
    let verdict = match Signal::from_named_raw(number) {
        Some(Signal::XCPU | Signal::XFSZ) => Verdict::LimitExceeded,
        _ => Verdict::Crashed,
    };
    Killed {
        by: name(number),
        kind: match Signal::from_named_raw(number) {
            Some(Signal::ABORT) => Kind::Abort,
            _ => Kind::Other,
        },
        verdict,
        why: why(number),
        by_sandbox: Said::by_signal(number),
    }
}

fn why(number: i32) -> &'static str {
    match Signal::from_named_raw(number) {
        Some(Signal::ABORT) => "it called abort",
        Some(Signal::SEGV | Signal::BUS) => "it used memory it may not; mostly a stack overflow",
        Some(Signal::KILL) => "something else ended it; mostly the system, when memory runs out",
        Some(Signal::XCPU) => "it used up its processor time",
        Some(Signal::XFSZ) => "it wrote too large a file",
        Some(Signal::SYS) => "it asked the system for something that is not allowed here",
        _ => "it did not end by itself",
    }
}

fn name(number: i32) -> String {
    let known = [
        (Signal::HUP, "SIGHUP"),
        (Signal::INT, "SIGINT"),
        (Signal::QUIT, "SIGQUIT"),
        (Signal::ILL, "SIGILL"),
        (Signal::TRAP, "SIGTRAP"),
        (Signal::ABORT, "SIGABRT"),
        (Signal::BUS, "SIGBUS"),
        (Signal::FPE, "SIGFPE"),
        (Signal::KILL, "SIGKILL"),
        (Signal::SEGV, "SIGSEGV"),
        (Signal::PIPE, "SIGPIPE"),
        (Signal::ALARM, "SIGALRM"),
        (Signal::TERM, "SIGTERM"),
        (Signal::XCPU, "SIGXCPU"),
        (Signal::XFSZ, "SIGXFSZ"),
        (Signal::SYS, "SIGSYS"),
    ];
    let found = known
        .into_iter()
        .find(|(known, _)| known.as_raw() == number);
    found.map_or(format!("signal {number}"), |(_, name)| name.to_owned())
}
