//! The crate `checks` with loom for its engine: an exercise's `tests/checks.rs` is compiled against it without a change,
//! as the crate named `checks`, beside `loom-std` as the crate named `std`.
//!
//! [`exhaustive`] runs under loom. What needs a clock is left out, and a check that is nothing else, or needs processes,
//! is `inconclusive`: loom cannot. All else, from the harness to the verdicts and the way in which they travel, is
//! `checks` itself.

mod timed;

pub use checks::*;

use checks::engine::{Found, NO_CLOCK, Panic, conclude, leave_out};

use loom_std::model::{Kind, Word, explore};
pub use timed::{Machine, VirtualRun};

/// Said where a check needs the real std.
const NOT_REAL: &str = "it has no real threads and processes";

/// Runs `f` under loom; see [`explore`].
///
/// The check ends as `wrong`, `race`, `deadlock` or `panicked` if some execution fails, and as `inconclusive` if loom
/// cannot judge.
pub fn exhaustive(f: impl Fn() + Send + Sync + 'static) {
    conclude(match explore(f) {
        Word::Holds(explored) => Found::Holds {
            executions: explored.executions,
            complete: explored.preemptions.is_none(),
            covered: match explored.preemptions {
                None => course::proof::every(explored.executions),
                Some(1) => "every interleaving with at most 1 preemption".to_owned(),
                Some(n) => format!("every interleaving with at most {n} preemptions"),
            },
        },
        Word::Fails(failure) => Found::Fails {
            deadlock: (failure.kind == Kind::Deadlock).then_some(failure.message),
            panics: failure.panics.into_iter().map(panic).collect(),
            executions: failure.executions,
            always: failure.always,
        },
        Word::Cannot(why) => Found::Nothing(format!("loom cannot: {why}")),
    });
}

/// As [`exhaustive`]: loom draws no schedules by chance.
pub fn sampled(_schedules: u64, f: impl Fn() + Send + Sync + 'static) {
    exhaustive(f);
}

fn panic(panic: loom_std::model::Panic) -> Panic {
    Panic {
        thread: panic.thread,
        message: panic.message,
        file: panic.file,
        line: panic.line,
    }
}

/// Ends the check where it asks for a figure that only a clock has.
fn no_clock() -> ! {
    fail_because(Cause::InconclusiveLoom, NO_CLOCK)
}

fn cannot(why: &str) -> ! {
    fail_because(Cause::InconclusiveLoom, format!("loom cannot: {why}"))
}

/// Left out: loom has no clock. What is demanded of it is not looked at.
pub fn virtual_time(_: impl Fn() + Send + Sync + 'static) -> VirtualRun {
    leave_out();
    VirtualRun(())
}

/// As in `checks`, for runs that are left out.
pub fn on_cores(_: usize) -> Machine {
    Machine(())
}

/// A meeting that cannot be, since loom has no real threads and processes.
#[derive(Debug)]
pub enum Rendezvous {}

impl Rendezvous {
    /// Ends the check: loom cannot.
    pub fn of(_: usize) -> Self {
        cannot(NOT_REAL)
    }

    /// Ends the check: loom cannot.
    pub fn meet(_: &str, _: std::time::Duration) -> bool {
        cannot(NOT_REAL)
    }

    /// As in `checks`, if there were a meeting.
    pub fn address(&self) -> String {
        match *self {}
    }

    /// As in `checks`, if there were a meeting.
    pub fn meet_here(&self, _: std::time::Duration) -> bool {
        match *self {}
    }

    /// As in `checks`, if there were a meeting.
    pub fn filled(&self) -> bool {
        match *self {}
    }

    /// As in `checks`, if there were a meeting.
    pub fn pids(&self) -> Vec<u32> {
        match *self {}
    }

    /// As in `checks`, if there were a meeting.
    pub fn require(&self) {
        match *self {}
    }
}
