//! Causes: what led to a verdict, where one verdict has several and a hint about one would mislead about another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::verdict::Verdict;

/// What led to a verdict. It chooses the hint, and is decided by what happened and never by how that was put into words.
///
/// [`name`](Cause::name) (and `Display`, `FromStr`, serde) is the spelling of the keys of `[hints]`. Not every outcome
/// has one: most verdicts say all that a hint needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A run that took less time than its work, with nothing done at the same time as something else.
    WrongTooFast,
    /// Tasks that were done at the same time, where one after another was asked for.
    WrongOverlap,
    /// Threads were still at work when the time was taken or the result looked at: nobody had waited for them.
    WrongUnjoined,
    /// A call that waited, where it had to return at once.
    WrongBlocks,
    /// A thread asked again and again whether it could go on, in place of waiting until another one wakes it.
    WrongPolls,
    /// What was done to one value is seen in another: they share what belongs to one of them.
    WrongShared,
    /// As [`Cause::WrongUnjoined`], and in some interleavings they are done in time.
    RaceUnjoined,
    /// All the work was done by one thread.
    TooSlowAlone,
    /// Several threads did the work, and never two at once: each of the others waited for a lock that was held meanwhile.
    TooSlowLocked,
    /// Several threads did the work, and never two at once.
    TooSlowInTurn,
    /// No two tasks were ever at work together.
    NotConcurrentAlone,
    /// Somebody waits to be notified.
    DeadlockCondvar,
    /// Somebody waits for a message, or for room to send one.
    DeadlockChannel,
    /// Somebody waits for a lock.
    DeadlockLock,
    /// A panic that comes only in some interleavings.
    PanickedRace,
    /// A panic over a result that a thread had still to bring, for which nobody had waited.
    PanickedUnjoined,
    /// A panic of one of the check's own tasks, which had to be caught and was not.
    PanickedTask,
    /// `unwrap` or `expect` on a `None`.
    PanickedNone,
    /// A difference, sum or product that its type cannot hold.
    PanickedArithmetic,
    /// A slice that was to be cut in chunks of length 0.
    PanickedChunk,
    /// All the work had been begun, and the workers waited for the end of their input.
    TimedOutInput,
    /// The process ended by its own call of `exit` or `abort`.
    CrashedExit,
    /// The stack was used up.
    CrashedOverflow,
    /// A panic while another one was unwinding.
    CrashedPanic,
    /// Threads that go on and change nothing, or a run with too many steps.
    LimitSteps,
    /// Too many threads.
    LimitThreads,
    /// Too much was printed.
    LimitOutput,
    /// Too much memory was asked for.
    LimitMemory,
    /// A borrow that ends too late, or a value that was used after it had been given away.
    BuildBorrow,
    /// A value that cannot be sent to another thread, or shared with it.
    BuildSend,
    /// A lint that the compiler denies.
    BuildLint,
    /// The file compiles alone, but not with the checks that call it.
    BuildChecks,
    /// A pass that no check has reported.
    ForbiddenForged,
    /// This machine, at this moment, and not the submission.
    InconclusiveMachine,
    /// Loom, which was asked, is no judge of it.
    InconclusiveLoom,
}

impl Cause {
    /// Every cause, in the order of the verdicts.
    pub const ALL: [Self; 35] = [
        Self::WrongTooFast,
        Self::WrongOverlap,
        Self::WrongUnjoined,
        Self::WrongBlocks,
        Self::WrongPolls,
        Self::WrongShared,
        Self::RaceUnjoined,
        Self::TooSlowAlone,
        Self::TooSlowLocked,
        Self::TooSlowInTurn,
        Self::NotConcurrentAlone,
        Self::DeadlockCondvar,
        Self::DeadlockChannel,
        Self::DeadlockLock,
        Self::PanickedRace,
        Self::PanickedUnjoined,
        Self::PanickedTask,
        Self::PanickedNone,
        Self::PanickedArithmetic,
        Self::PanickedChunk,
        Self::TimedOutInput,
        Self::CrashedExit,
        Self::CrashedOverflow,
        Self::CrashedPanic,
        Self::LimitSteps,
        Self::LimitThreads,
        Self::LimitOutput,
        Self::LimitMemory,
        Self::BuildBorrow,
        Self::BuildSend,
        Self::BuildLint,
        Self::BuildChecks,
        Self::ForbiddenForged,
        Self::InconclusiveMachine,
        Self::InconclusiveLoom,
    ];

    /// The spelling of JSON and of `[hints]`: `"crashed_overflow"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WrongTooFast => "wrong_too_fast",
            Self::WrongOverlap => "wrong_overlap",
            Self::WrongUnjoined => "wrong_unjoined",
            Self::WrongBlocks => "wrong_blocks",
            Self::WrongPolls => "wrong_polls",
            Self::WrongShared => "wrong_shared",
            Self::RaceUnjoined => "race_unjoined",
            Self::TooSlowAlone => "too_slow_alone",
            Self::TooSlowLocked => "too_slow_locked",
            Self::TooSlowInTurn => "too_slow_in_turn",
            Self::NotConcurrentAlone => "not_concurrent_alone",
            Self::DeadlockCondvar => "deadlock_condvar",
            Self::DeadlockChannel => "deadlock_channel",
            Self::DeadlockLock => "deadlock_lock",
            Self::PanickedRace => "panicked_race",
            Self::PanickedUnjoined => "panicked_unjoined",
            Self::PanickedTask => "panicked_task",
            Self::PanickedNone => "panicked_none",
            Self::PanickedArithmetic => "panicked_arithmetic",
            Self::PanickedChunk => "panicked_chunk",
            Self::TimedOutInput => "timed_out_input",
            Self::CrashedExit => "crashed_exit",
            Self::CrashedOverflow => "crashed_overflow",
            Self::CrashedPanic => "crashed_panic",
            Self::LimitSteps => "limit_steps",
            Self::LimitThreads => "limit_threads",
            Self::LimitOutput => "limit_output",
            Self::LimitMemory => "limit_memory",
            Self::BuildBorrow => "build_borrow",
            Self::BuildSend => "build_send",
            Self::BuildLint => "build_lint",
            Self::BuildChecks => "build_checks",
            Self::ForbiddenForged => "forbidden_forged",
            Self::InconclusiveMachine => "inconclusive_machine",
            Self::InconclusiveLoom => "inconclusive_loom",
        }
    }

    /// What happened, in plain words, for those who read statistics: "returns while threads are still at work".
    pub const fn words(self) -> &'static str {
        match self {
            Self::WrongTooFast => "faster than the work takes",
            Self::WrongOverlap => "tasks overlap that have to follow one another",
            Self::WrongUnjoined => "returns while threads are still at work",
            Self::WrongBlocks => "waits where it has to return at once",
            Self::WrongPolls => "asks again and again instead of waiting",
            Self::WrongShared => "two values share what belongs to one",
            Self::RaceUnjoined => "sometimes returns while threads are still at work",
            Self::TooSlowAlone => "one thread does all the work",
            Self::TooSlowLocked => "works with a lock held that others wait for",
            Self::TooSlowInTurn => "several threads, but never two at work at once",
            Self::NotConcurrentAlone => "no two tasks are ever at work together",
            Self::DeadlockCondvar => "waits for a notification that never comes",
            Self::DeadlockChannel => "waits for a message, or for room for one",
            Self::DeadlockLock => "waits for a lock that is never let go",
            Self::PanickedRace => "panics in some interleavings only",
            Self::PanickedUnjoined => "needs a result before its thread has brought it",
            Self::PanickedTask => "does not catch the panic of a task",
            Self::PanickedNone => "unwraps a `None`",
            Self::PanickedArithmetic => "a number goes below or above what its type can hold",
            Self::PanickedChunk => "cuts a slice in chunks of length 0",
            Self::TimedOutInput => "workers wait for input that never ends",
            Self::CrashedExit => "ends the process itself",
            Self::CrashedOverflow => "calls itself until the stack is used up",
            Self::CrashedPanic => "panics while another panic unwinds",
            Self::LimitSteps => "goes round without an end",
            Self::LimitThreads => "starts too many threads",
            Self::LimitOutput => "prints too much",
            Self::LimitMemory => "asks for too much memory",
            Self::BuildBorrow => "a borrow that is too long, or a value that was moved",
            Self::BuildSend => "shares what cannot be sent to another thread",
            Self::BuildLint => "a lint that the compiler denies",
            Self::BuildChecks => "another signature than the checks call",
            Self::ForbiddenForged => "reports a pass that no check has found",
            Self::InconclusiveMachine => "the machine was too busy",
            Self::InconclusiveLoom => "loom cannot judge it",
        }
    }

    /// The verdict that it leads to.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::WrongTooFast
            | Self::WrongOverlap
            | Self::WrongUnjoined
            | Self::WrongBlocks
            | Self::WrongPolls
            | Self::WrongShared => Verdict::Wrong,
            Self::RaceUnjoined => Verdict::Race,
            Self::TooSlowAlone | Self::TooSlowLocked | Self::TooSlowInTurn => Verdict::TooSlow,
            Self::NotConcurrentAlone => Verdict::NotConcurrent,
            Self::DeadlockCondvar | Self::DeadlockChannel | Self::DeadlockLock => Verdict::Deadlock,
            Self::PanickedRace
            | Self::PanickedUnjoined
            | Self::PanickedTask
            | Self::PanickedNone
            | Self::PanickedArithmetic
            | Self::PanickedChunk => Verdict::Panicked,
            Self::TimedOutInput => Verdict::TimedOut,
            Self::CrashedExit | Self::CrashedOverflow | Self::CrashedPanic => Verdict::Crashed,
            Self::LimitSteps | Self::LimitThreads | Self::LimitOutput | Self::LimitMemory => {
                Verdict::LimitExceeded
            }
            Self::BuildBorrow | Self::BuildSend | Self::BuildLint | Self::BuildChecks => {
                Verdict::BuildFailed
            }
            Self::ForbiddenForged => Verdict::Forbidden,
            Self::InconclusiveMachine | Self::InconclusiveLoom => Verdict::Inconclusive,
        }
    }

    /// The verdict whose hints fit where there are none for this cause itself.
    pub(crate) const fn hinted_as(self) -> Verdict {
        match self {
            // Whatever the panic says, the reason is that another thread came in between.
            Self::PanickedRace => Verdict::Race,
            other => other.verdict(),
        }
    }

    /// The cause whose hints fit where there are none for this one.
    pub(crate) const fn hinted_like(self) -> Option<Self> {
        match self {
            Self::PanickedUnjoined => Some(Self::RaceUnjoined),
            Self::TooSlowLocked => Some(Self::TooSlowInTurn),
            _ => None,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no cause's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a cause; the causes are {all}", all = Cause::ALL.map(Cause::name).join(", "))]
pub struct UnknownCause(pub String);

impl FromStr for Cause {
    type Err = UnknownCause;

    fn from_str(name: &str) -> Result<Self, UnknownCause> {
        let mut all = Self::ALL.into_iter();
        all.find(|cause| cause.name() == name)
            .ok_or_else(|| UnknownCause(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_of_json_display_and_parse_is_one() {
        for cause in Cause::ALL {
            let json = serde_json::to_string(&cause).unwrap();
            assert_eq!(json, format!("\"{}\"", cause.name()));
            assert_eq!(cause.to_string().parse(), Ok(cause));
        }
    }

    #[test]
    fn each_has_words_of_its_own_that_fit_a_cell() {
        let words: std::collections::BTreeSet<_> = Cause::ALL.map(Cause::words).into();
        assert_eq!(words.len(), Cause::ALL.len());
        for words in words {
            assert!(words.len() <= 52 && !words.contains('_'), "{words}");
        }
    }

    #[test]
    fn no_cause_has_the_name_of_a_verdict() {
        for cause in Cause::ALL {
            assert!(cause.name().parse::<Verdict>().is_err(), "{cause}");
        }
    }
}
