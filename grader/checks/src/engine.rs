//! For an engine other than model-std: how it tells a check what an exhaustive run has found.

use course::{Cause, Outcome, Proof, Verdict};
use model_std::model::{Echo, PanicInfo, Site, is_inside_std};

use crate::check_state;
use crate::judge::{self, Mode};

pub use crate::check_state::NO_CLOCK;

/// What an exhaustive run has found.
#[derive(Debug)]
pub enum Found {
    /// Every execution that was run holds.
    Holds {
        /// How many.
        executions: u64,
        /// Whether these are all.
        complete: bool,
        /// In words: "all 414 interleavings".
        covered: String,
    },
    /// Some execution fails.
    Fails {
        /// In one line, if it is a deadlock. Everything else is a panic that reached the check.
        deadlock: Option<String>,
        /// Its panics, in order.
        panics: Vec<Panic>,
        /// How many executions were run.
        executions: u64,
        /// Whether all that were run fail.
        always: bool,
    },
    /// The engine, which is loom, cannot judge, for this reason.
    Nothing(String),
}

/// One panic.
#[derive(Debug)]
pub struct Panic {
    /// `main`, `worker 1`, or the name that the thread was given.
    pub thread: String,
    /// What it said.
    pub message: String,
    /// The source file, as the compiler calls it.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
}

/// Notes that a run in virtual time is left out, for want of a clock. A check that has nothing else is `inconclusive`.
pub fn leave_out() {
    check_state::with(|state| state.prove(Proof::LeftOut));
}

/// Notes what holds as proven, or ends the check.
pub fn conclude(found: Found) {
    // A check that has ended itself, inside the run, has said why.
    check_state::end_if_told_to(None);
    match found {
        Found::Holds {
            executions,
            complete,
            covered,
        } => {
            check_state::with(|state| {
                state.prove(Proof::Explored {
                    executions,
                    complete,
                    covered,
                })
            });
        }
        Found::Fails {
            deadlock,
            panics,
            executions,
            always,
        } => {
            let panics: Vec<_> = panics.into_iter().map(info).collect();
            let mut outcome = failure(deadlock, &panics, always);
            outcome.figures.executions = Some(executions);
            outcome.figures.exhaustive = Some(true);
            check_state::end(outcome)
        }
        Found::Nothing(why) => check_state::end(
            Outcome::of(Verdict::Inconclusive, why).because(Cause::InconclusiveLoom),
        ),
    }
}

fn failure(deadlock: Option<String>, panics: &[PanicInfo], always: bool) -> Outcome {
    if let Some(deadlock) = deadlock {
        return Outcome::of(Verdict::Deadlock, deadlock);
    }
    judge::panicked_in(panics, always, Mode::Exhaustive).unwrap_or_else(|| {
        let verdict = if always {
            Verdict::Wrong
        } else {
            Verdict::Race
        };
        Outcome::of(verdict, "the check was unwound without a panic of its own")
    })
}

fn info(panic: Panic) -> PanicInfo {
    let inside_std = is_inside_std(&panic.file);
    let site = Site {
        file: panic.file,
        line: panic.line,
    };
    PanicInfo {
        thread: panic.thread,
        echo: Echo::of(&panic.message),
        message: panic.message,
        site,
        inside_std,
    }
}
