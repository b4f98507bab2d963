//! Exceptions of Windows, which are exit codes there, and why a process that ended by one most
//! likely did.

use course::Verdict;

use super::{Killed, Kind};

/// The exception that the exit code stands for. None for a code that a process gave itself.
pub(super) fn killed(code: i32) -> Option<Killed> {
    // A process may leave with any number, -1 for one; these are the errors of the system itself.
    let status = code.cast_unsigned();
    let (kind, why) = match status {
        // The name is STATUS_STACK_BUFFER_OVERRUN; it is how `abort` ends a process.
        0xC000_0409 => (Kind::Abort, "it called abort"),
        0xC000_00FD => (
            Kind::Overflow,
            "a recursion without an end, or far too deep",
        ),
        // An access violation, and a page that could not be brought in.
        0xC000_0005 | 0xC000_0006 => (Kind::Other, "it used memory it may not"),
        0xC000_0017 | 0xC000_012D => (Kind::OutOfMemory, "memory ran out"),
        0xC000_0000..=0xC000_FFFF => (Kind::Other, "it did not end by itself"),
        _ => return None,
    };
    Some(Killed {
        by: format!("exception {status:#010X}"),
        kind,
        verdict: Verdict::Crashed,
        why,
        by_sandbox: None,
    })
}

#[cfg(test)]
mod tests {
    use course::Cause;

    use super::super::{End, outcome};
    use super::*;

    fn ended_with(status: u32, stderr: &str) -> (Verdict, Option<Cause>, String) {
        let killed = killed(status.cast_signed()).expect("it is an exception");
        let outcome = outcome(End::Killed(killed), None, stderr);
        (outcome.verdict, outcome.cause, outcome.message)
    }

    #[test]
    fn an_abort_is_no_exit() {
        let aborted = "killed by exception 0xC0000409 before the check was over: it called abort";
        let expected = (
            Verdict::Crashed,
            Some(Cause::CrashedExit),
            aborted.to_owned(),
        );
        assert_eq!(ended_with(0xC000_0409, ""), expected);
        let (_, cause, message) = ended_with(0xC000_0409, "panic in a destructor");
        assert_eq!(cause, Some(Cause::CrashedPanic));
        assert!(message.ends_with("it panicked while another panic was being cleaned up"));
    }

    #[test]
    fn an_overflow_is_one_with_and_without_the_words_of_std() {
        let rest = "a recursion without an end, or far too deep";
        let (_, cause, message) = ended_with(0xC000_00FD, "");
        assert_eq!(cause, Some(Cause::CrashedOverflow));
        assert_eq!(
            message,
            format!("stack overflow (exception 0xC00000FD): {rest}")
        );
        let stderr = "\nthread 'main' (44) has overflowed its stack";
        let (_, _, message) = ended_with(0xC000_00FD, stderr);
        assert_eq!(
            message,
            format!("stack overflow (exception 0xC00000FD) in main: {rest}")
        );
    }

    #[test]
    fn memory_that_runs_out_is_a_limit() {
        let (verdict, cause, _) = ended_with(0xC000_0017, "");
        assert_eq!(
            (verdict, cause),
            (Verdict::LimitExceeded, Some(Cause::LimitMemory))
        );
    }

    #[test]
    fn what_a_process_leaves_with_is_no_exception() {
        for code in [0, 1, 101, -1, i32::MAX] {
            assert!(killed(code).is_none(), "{code}");
        }
    }
}
