//! Events: what happens to a submission on its way through the stages, told to a listener.
//!
//! They are the contract between those who do something and those who show it: progress bars, `-v`, a watch or a class
//! only listen. A listener never decides anything.

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use course::Outcome;
use sandbox::Layers;
use supervise::CancelToken;

use crate::score::Report;

/// Something that happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'e> {
    /// The libraries are being built that submissions are compiled with.
    Preparing,
    /// They are built; submissions will be built in this folder.
    Prepared {
        /// Absolute.
        dir: &'e Path,
    },
    /// Compilers and checks will be confined.
    Confined {
        /// By what.
        layers: &'e Layers,
    },
    /// The distinct files of a class are taken up.
    ClassBegun {
        /// How many there are to grade.
        files: usize,
    },
    /// A submission is taken up.
    SubmissionBegun {
        /// Its name.
        submission: &'e str,
        /// How many exercises of it are graded.
        exercises: usize,
    },
    /// One of its exercises is taken up.
    ExerciseBegun {
        /// `ex03`
        exercise: &'e str,
    },
    /// Intake is over.
    Taken {
        /// `ex03`
        exercise: &'e str,
        /// Editable files that were found.
        files: usize,
    },
    /// A program is started: a compiler, or the process of a check.
    Started {
        /// With all its arguments.
        command: &'e Command,
    },
    /// There is a program that runs the checks.
    Compiled {
        /// `ex03`
        exercise: &'e str,
        /// Where it was built; absolute.
        dir: &'e Path,
    },
    /// There is nothing to run, and every check has this outcome.
    Rejected {
        /// `ex03`
        exercise: &'e str,
        /// Why.
        outcome: &'e Outcome,
    },
    /// The process of a check has ended.
    CheckEnded {
        /// `ex03`
        exercise: &'e str,
        /// The function's name.
        check: &'e str,
        /// What was found.
        outcome: &'e Outcome,
    },
    /// A check has reported a pass that it never came to: somebody has to look at the file. Every check of the exercise has
    /// this outcome.
    Forged {
        /// `ex03`
        exercise: &'e str,
        /// The function's name.
        check: &'e str,
        /// `forbidden`
        outcome: &'e Outcome,
    },
    /// All that was asked of an exercise is done.
    ExerciseEnded {
        /// `ex03`
        exercise: &'e str,
        /// Of each check, in order.
        outcomes: &'e [Outcome],
    },
    /// All of them are graded.
    ClassEnded,
    /// The submission is scored.
    SubmissionEnded {
        /// Its points and all that was found.
        report: &'e Report,
    },
}

/// Hears of events, from any thread, some of them at once.
pub trait Listener: Send + Sync {
    /// Called as it happens; whoever did it waits meanwhile.
    fn hear(&self, event: &Event<'_>);
}

/// Nobody listens.
impl Listener for () {
    fn hear(&self, _: &Event<'_>) {}
}

/// What all stages share: who listens, and whether to go on.
#[derive(Clone)]
pub struct Context {
    listener: Arc<dyn Listener>,
    /// Ends compilers and checks that run, and keeps others from being started.
    pub cancel: CancelToken,
}

impl Context {
    /// With a listener, and a token that nobody has cancelled.
    pub fn told_to(listener: Arc<dyn Listener>) -> Self {
        Self {
            listener,
            cancel: CancelToken::new(),
        }
    }

    /// Tells the listener.
    pub fn emit(&self, event: &Event<'_>) {
        self.listener.hear(event);
    }
}

impl Default for Context {
    fn default() -> Self {
        Self::told_to(Arc::new(()))
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("cancel", &self.cancel)
            .finish_non_exhaustive()
    }
}
