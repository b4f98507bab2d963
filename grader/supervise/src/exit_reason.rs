//! Why a check's process ended without a record, said to a student.

use std::process::ExitStatus;

use course::text::plain;
use course::{Cause, Evidence, LastWords, MAX_WORDS, Outcome, Verdict, clip};

use crate::protocol::Overflow;

/// Lines of stderr that are shown as the last words of a process.
const TAIL_LINES: usize = 12;

/// How a process ended, the same on every system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Code(i32),
    #[cfg(unix)]
    Signal(i32),
}

impl End {
    #[cfg(unix)]
    pub(crate) fn of(status: ExitStatus) -> Self {
        use std::os::unix::process::ExitStatusExt;
        status
            .signal()
            .map_or(Self::Code(status.code().unwrap_or(-1)), Self::Signal)
    }

    #[cfg(not(unix))]
    pub(crate) fn of(status: ExitStatus) -> Self {
        Self::Code(status.code().unwrap_or(-1))
    }
}

/// The outcome of a check whose process ended by itself and left no record.
pub(crate) fn outcome(end: End, noted: Option<Overflow>, stderr: &str) -> Outcome {
    let (verdict, cause, message) = reason(end, noted, stderr);
    Outcome::of(verdict, message)
        .because(cause)
        .showing(stderr_tail(stderr))
}

fn reason(end: End, noted: Option<Overflow>, stderr: &str) -> (Verdict, Option<Cause>, String) {
    if end == End::Code(0) {
        return (Verdict::Crashed, Some(Cause::CrashedExit), called_exit(0));
    }
    let how = match end {
        End::Code(code) => format!("exit code {code}"),
        #[cfg(unix)]
        End::Signal(signal) => name(signal),
    };
    // What the model notes, and what std itself prints before it aborts, tells more than the signal does.
    if let Some(overflow) = noted.or_else(|| overflow_of_std(stderr)) {
        let message = overflowed(&overflow, &how);
        return (Verdict::Crashed, Some(Cause::CrashedOverflow), message);
    }
    if stderr.contains("memory allocation of ") {
        let message = format!("asked for more memory than it may have ({how})");
        return (Verdict::LimitExceeded, Some(Cause::LimitMemory), message);
    }
    match end {
        End::Code(code) => (
            Verdict::Crashed,
            Some(Cause::CrashedExit),
            called_exit(code),
        ),
        #[cfg(unix)]
        End::Signal(_) => killed(&how, stderr),
    }
}

/// Said of a stack overflow.
fn overflowed(overflow: &Overflow, how: &str) -> String {
    let Overflow { thread, place } = overflow;
    let message =
        format!("stack overflow ({how}) in {thread}: a recursion without an end, or far too deep");
    match place {
        Some(place) => format!("{message}, after {place}"),
        None => message,
    }
}

/// A stack overflow outside of models, of which std has no other sign than what it prints:
/// `thread 'main' (17236) has overflowed its stack`.
fn overflow_of_std(stderr: &str) -> Option<Overflow> {
    let mut lines = stderr.lines();
    let told = lines.find_map(|line| {
        line.split_once("' (")?
            .1
            .split_once(") has overflowed its stack")
            .map(|_| line)
    })?;
    let thread = told.split('\'').nth(1)?;
    Some(Overflow {
        thread: clip(&plain(thread.trim()), MAX_WORDS),
        place: None,
    })
}

fn called_exit(code: i32) -> String {
    format!("ended with exit code {code} before the check was over: it called exit")
}

#[cfg(unix)]
fn killed(signal: &str, stderr: &str) -> (Verdict, Option<Cause>, String) {
    let verdict = match signal {
        "SIGXCPU" | "SIGXFSZ" => Verdict::LimitExceeded,
        _ => Verdict::Crashed,
    };
    let twice = ["panic in a destructor", "while processing panic"];
    let twice = signal == "SIGABRT" && twice.iter().any(|text| stderr.contains(text));
    let cause = match signal {
        "SIGABRT" if twice => Some(Cause::CrashedPanic),
        "SIGABRT" => Some(Cause::CrashedExit),
        _ => None,
    };
    let why = match signal {
        "SIGABRT" if twice => "it panicked while another panic was being cleaned up",
        "SIGABRT" => "it called abort",
        "SIGSEGV" | "SIGBUS" => "it used memory it may not; mostly a stack overflow",
        "SIGKILL" => "something else ended it; mostly the system, when memory runs out",
        "SIGXCPU" => "it used up its processor time",
        "SIGXFSZ" => "it wrote too large a file",
        "SIGSYS" => "it asked the system for something that is not allowed here",
        _ => "it did not end by itself",
    };
    (
        verdict,
        cause,
        format!("killed by {signal} before the check was over: {why}"),
    )
}

/// The end of stderr, if it says anything.
pub(crate) fn stderr_tail(stderr: &str) -> Evidence {
    let lines: Vec<_> = stderr
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let start = lines.len().saturating_sub(TAIL_LINES);
    let last = lines[start..]
        .iter()
        .map(|line| clip(&plain(line.trim_end()), MAX_WORDS));
    match lines.is_empty() {
        true => Evidence::None,
        false => Evidence::LastWords(LastWords {
            lines: last.collect(),
        }),
    }
}

#[cfg(unix)]
fn name(signal: i32) -> String {
    use rustix::process::Signal;
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
        .find(|(known, _)| known.as_raw() == signal);
    found.map_or(format!("signal {signal}"), |(_, name)| name.to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rustix::process::Signal;

    fn killed_by(signal: Signal, stderr: &str) -> Outcome {
        outcome(End::Signal(signal.as_raw()), None, stderr)
    }

    #[test]
    fn leaving_early_is_a_crash_even_with_exit_code_0() {
        let outcome = outcome(End::Code(0), None, "");
        assert_eq!(outcome.verdict, Verdict::Crashed);
        assert_eq!(
            outcome.message,
            "ended with exit code 0 before the check was over: it called exit"
        );
        assert_eq!(outcome.evidence, Evidence::None);
    }

    #[test]
    fn what_only_claims_to_have_overflowed_its_stack_has_called_exit() {
        let outcome = outcome(End::Code(0), None, "thread 'main' has overflowed its stack");
        assert!(
            outcome.message.contains("it called exit"),
            "{}",
            outcome.message
        );
    }

    #[test]
    fn a_stack_overflow_is_called_one() {
        let stderr =
            "\nthread 'main' (1) has overflowed its stack\nfatal runtime error: stack overflow";
        let outcome = killed_by(Signal::ABORT, stderr);
        assert!(
            outcome
                .message
                .starts_with("stack overflow (SIGABRT) in main: a recursion"),
            "{}",
            outcome.message
        );
        assert!(
            outcome
                .detail()
                .contains("\n  thread 'main' (1) has overflowed"),
            "{}",
            outcome.detail()
        );
    }

    #[test]
    fn a_stack_overflow_in_a_model_names_the_place() {
        let noted = |place: Option<&str>| Overflow {
            thread: "worker 1".to_owned(),
            place: place.map(str::to_owned),
        };
        let segv = End::Signal(Signal::SEGV.as_raw());
        let message = |place| outcome(segv, Some(noted(place)), "").message;
        let overflow =
            "stack overflow (SIGSEGV) in worker 1: a recursion without an end, or far too deep";
        assert_eq!(message(None), overflow);
        assert_eq!(
            message(Some("src/lib.rs:12")),
            format!("{overflow}, after src/lib.rs:12")
        );
        let claimed = "worker 1 has overflowed its stack of 8 MiB: a recursion?";
        let message = killed_by(Signal::SEGV, claimed).message;
        assert!(message.starts_with("killed by SIGSEGV"), "{message}");
    }

    #[test]
    fn causes_choose_the_hint() {
        let overflow = "thread 'main' (1) has overflowed its stack";
        for (signal, stderr, cause) in [
            (Signal::ABORT, overflow, Some(Cause::CrashedOverflow)),
            (
                Signal::ABORT,
                "panic in a destructor",
                Some(Cause::CrashedPanic),
            ),
            (Signal::ABORT, "", Some(Cause::CrashedExit)),
            (Signal::SEGV, "", None),
            (
                Signal::ABORT,
                "memory allocation of 9 bytes failed",
                Some(Cause::LimitMemory),
            ),
        ] {
            assert_eq!(killed_by(signal, stderr).cause, cause, "{stderr}");
        }
    }

    #[test]
    fn long_last_words_are_cut() {
        let stderr = format!(
            "thread '{0}' (1) has overflowed its stack\n{0}",
            "x".repeat(500_000)
        );
        let outcome = killed_by(Signal::ABORT, &stderr);
        assert!(
            outcome.detail().len() < 2_000,
            "{} bytes",
            outcome.detail().len()
        );
    }

    #[test]
    fn running_out_of_memory_is_a_limit() {
        let outcome = killed_by(
            Signal::ABORT,
            "memory allocation of 1099511627776 bytes failed\n",
        );
        assert_eq!(outcome.verdict, Verdict::LimitExceeded);
    }

    #[test]
    fn signals_have_their_names() {
        assert!(
            killed_by(Signal::SEGV, "")
                .message
                .contains("killed by SIGSEGV")
        );
        assert!(
            killed_by(Signal::KILL, "")
                .message
                .contains("memory runs out")
        );
        assert!(
            outcome(End::Signal(63), None, "")
                .message
                .contains("killed by signal 63")
        );
    }

    #[test]
    fn only_the_last_words_are_kept() {
        let stderr: String = (0..100).map(|line| format!("line {line}\n")).collect();
        let detail = killed_by(Signal::SEGV, &stderr).detail();
        assert!(
            detail.ends_with("  line 99") && !detail.contains("line 87\n"),
            "{detail}"
        );
    }
}
