//! Why a check's process ended without a record, said to a student.

#[cfg(any(windows, test))]
mod exception;
#[cfg(unix)]
mod signal;

use std::process::ExitStatus;

use course::text::plain;
use course::{Cause, Evidence, LastWords, MAX_WORDS, Outcome, Verdict, clip};

use crate::protocol::Overflow;
use crate::sandbox::Said;

/// Lines of stderr that are shown as the last words of a process.
const TAIL_LINES: usize = 12;

/// How a process ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself.
    Code(i32),
    /// By the system.
    Killed(Killed),
}

/// What the system ended a process with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Killed {
    /// As the system calls it: `SIGSEGV`.
    by: String,
    kind: Kind,
    verdict: Verdict,
    /// It was no death of the program's, but a word of the sandbox.
    by_sandbox: Option<Said>,
    /// What mostly leads to it.
    why: &'static str,
}

/// What more is said of than the sentence that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Abort,
    Overflow,
    OutOfMemory,
    Other,
}

impl End {
    #[cfg(unix)]
    pub(crate) fn of(status: ExitStatus) -> Self {
        use std::os::unix::process::ExitStatusExt;
        let code = Self::Code(status.code().unwrap_or(-1));
        let killed = status.signal().map(signal::killed);
        killed.map_or(code, Self::Killed)
    }

    #[cfg(windows)]
    pub(crate) fn of(status: ExitStatus) -> Self {
        let code = status.code().unwrap_or(-1);
        exception::killed(code).map_or(Self::Code(code), Self::Killed)
    }
}

/// The outcome of a check whose process ended by itself and left no record.
pub(crate) fn outcome(end: End, noted: Option<Overflow>, stderr: &str) -> Outcome {
    if let End::Killed(Killed {
        by_sandbox: Some(said),
        ..
    }) = end
    {
        return by_sandbox(said, stderr);
    }
    let (verdict, cause, message) = reason(end, noted, stderr);
    Outcome::of(verdict, message)
        .because(cause)
        .showing(stderr_tail(stderr))
}

/// The outcome of a check that a sandbox has ended, or never begun.
fn by_sandbox(said: Said, stderr: &str) -> Outcome {
    match said {
        Said::OutOfMemory => {
            let message = "took more than 1 GiB of memory: a collection that grows without end?";
            Outcome::of(Verdict::LimitExceeded, message)
                .because(Some(Cause::LimitMemory))
                .showing(stderr_tail(stderr))
        }
        Said::FileTooLong => {
            let message = "wrote a file that is longer than any may be";
            Outcome::of(Verdict::LimitExceeded, message).showing(stderr_tail(stderr))
        }
        Said::TooManyProcesses => {
            let message =
                "started more processes, or opened more files, than it may: a loop without end?";
            Outcome::of(Verdict::LimitExceeded, message).showing(stderr_tail(stderr))
        }
        Said::NotConfined => {
            let why = stderr.lines().last().unwrap_or_default();
            let message = format!("the check was not run, because it cannot be confined: {why}");
            Outcome::of(Verdict::GraderFault, message)
        }
    }
}

fn reason(end: End, noted: Option<Overflow>, stderr: &str) -> (Verdict, Option<Cause>, String) {
    let (how, kind) = match end {
        End::Code(0) => return exited(0),
        End::Code(code) => (format!("exit code {code}"), None),
        End::Killed(ref killed) => (killed.by.clone(), Some(killed.kind)),
    };
    // What the model notes, and what std itself prints before it aborts, tells more than the signal does.
    let overflow = noted.or_else(|| overflow_of_std(stderr));
    if overflow.is_some() || kind == Some(Kind::Overflow) {
        let message = overflowed(overflow.as_ref(), &how);
        return (Verdict::Crashed, Some(Cause::CrashedOverflow), message);
    }
    if stderr.contains("memory allocation of ") || kind == Some(Kind::OutOfMemory) {
        let message = format!("asked for more memory than it may have ({how})");
        return (Verdict::LimitExceeded, Some(Cause::LimitMemory), message);
    }
    match end {
        End::Code(code) => exited(code),
        End::Killed(killed) => ended_by(&killed, stderr),
    }
}

/// Said of a stack overflow, of which a system may tell no more than that it was one.
fn overflowed(overflow: Option<&Overflow>, how: &str) -> String {
    let thread = overflow.map_or(String::new(), |overflow| format!(" in {}", overflow.thread));
    let message =
        format!("stack overflow ({how}){thread}: a recursion without an end, or far too deep");
    match overflow.and_then(|overflow| overflow.place.as_ref()) {
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

fn exited(code: i32) -> (Verdict, Option<Cause>, String) {
    let message = format!("ended with exit code {code} before the check was over: it called exit");
    (Verdict::Crashed, Some(Cause::CrashedExit), message)
}

fn ended_by(killed: &Killed, stderr: &str) -> (Verdict, Option<Cause>, String) {
    let twice = ["panic in a destructor", "while processing panic"];
    let twice = twice.iter().any(|text| stderr.contains(text));
    let (cause, why) = match killed.kind {
        Kind::Abort if twice => (
            Some(Cause::CrashedPanic),
            "it panicked while another panic was being cleaned up",
        ),
        Kind::Abort => (Some(Cause::CrashedExit), killed.why),
        _ => (None, killed.why),
    };
    let by = &killed.by;
    let message = format!("killed by {by} before the check was over: {why}");
    (killed.verdict, cause, message)
}

/// What the model has said before it ended the process, because a thread did not come to its next step.
pub(crate) fn watchdog(stderr: &str) -> Option<&str> {
    const SAID: &str = "without an operation that the model can see";
    stderr.lines().rev().find(|line| line.contains(SAID))
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rustix::process::Signal;

    fn killed_by(signal: Signal, stderr: &str) -> Outcome {
        outcome(End::Killed(signal::killed(signal.as_raw())), None, stderr)
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
        let segv = End::Killed(signal::killed(Signal::SEGV.as_raw()));
        let message = |place| outcome(segv.clone(), Some(noted(place)), "").message;
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
    fn what_the_sandbox_ends_is_a_limit_and_what_it_does_not_begin_is_our_fault() {
        let ended = |signal, stderr| outcome(End::Killed(signal::killed(signal)), None, stderr);
        let memory = ended(crate::OUT_OF_MEMORY, "");
        assert_eq!(memory.verdict, Verdict::LimitExceeded);
        assert_eq!(memory.cause, Some(Cause::LimitMemory));
        assert!(memory.message.contains("1 GiB"), "{}", memory.message);
        let processes = ended(crate::TOO_MANY_PROCESSES, "");
        assert_eq!(processes.verdict, Verdict::LimitExceeded);
        let fault = ended(crate::NOT_CONFINED, "sandbox: no namespaces: refused\n");
        assert_eq!(fault.verdict, Verdict::GraderFault);
        assert!(
            fault.message.ends_with("no namespaces: refused"),
            "{}",
            fault.message
        );
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
            outcome(End::Killed(signal::killed(63)), None, "")
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
