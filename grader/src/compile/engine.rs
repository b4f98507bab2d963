//! Who judges exhaustive runs: the model, or loom.

use std::time::Duration;

use course::{Cause, Outcome, Verdict};
use supervise::Limits;

/// A judge of exhaustive runs. They share no code: each stands in for std by a crate of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// model-std, which grades
    #[default]
    Model,
    /// loom, for a second opinion on exhaustive checks
    Loom,
}

/// What the reason begins with for which loom is no judge of a check.
pub const CANNOT: &str = "loom cannot: ";

/// Wall-clock time for loom's word on one check. It gives up by itself long before, unless the machine is very busy.
const LOOMS_WALL: Duration = Duration::from_secs(60);

/// Time that all compilers and checks of one exercise of one submission may take together, whatever it tries; each as its
/// own limit counts it.
const EXERCISE_TIME: Duration = Duration::from_secs(60);

impl Engine {
    /// The packages that cargo builds for it.
    pub const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Model => &[
                "checks",
                "model-std",
                "submission-std",
                "submission-core",
                "submission-alloc",
                "real-std",
                "real-core",
                "real-alloc",
            ],
            // The last for the sake of the libraries of exercises, which it depends on.
            Self::Loom => &["loom-checks", "loom-std", "real-std"],
        }
    }

    /// The crate that checks use under the name `checks`.
    pub(super) const fn checks(self) -> &'static str {
        match self {
            Self::Model => "checks",
            Self::Loom => "loom_checks",
        }
    }

    /// The crate that stands in for std, which checks use under the name `model_std`.
    pub(super) const fn std(self) -> &'static str {
        match self {
            Self::Model => "model_std",
            Self::Loom => "loom_std",
        }
    }

    /// What one check may use.
    pub fn limits(self) -> Limits {
        let limits = Limits::default();
        match self {
            Self::Model => limits,
            Self::Loom => Limits {
                wall: LOOMS_WALL,
                ..limits
            },
        }
    }

    /// Time that the compilers and checks of an exercise have together.
    pub const fn together(self) -> Duration {
        match self {
            Self::Model => EXERCISE_TIME,
            // A second opinion grades nobody.
            Self::Loom => Duration::MAX,
        }
    }

    /// What a check's process has said, as the engine means it. A process of loom's that runs out of something tells of
    /// loom and not of the submission.
    pub fn heard(self, outcome: Outcome) -> Outcome {
        if self == Self::Model {
            return outcome;
        }
        let why = match outcome.verdict {
            Verdict::TimedOut | Verdict::LimitExceeded => outcome.message,
            // Said by the panic of a check that uses loom's things where there is no loom.
            Verdict::Panicked => match outcome.message.split_once(CANNOT) {
                Some((_, why)) => why.to_owned(),
                None => return outcome,
            },
            _ => return outcome,
        };
        cannot(&why)
    }
}

/// The outcome of a check that loom is no judge of.
pub fn cannot(why: &str) -> Outcome {
    let outcome = Outcome::of(Verdict::Inconclusive, format!("{CANNOT}{why}"));
    outcome.because(Cause::InconclusiveLoom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_out_is_looms_and_not_the_submissions() {
        let slow = Outcome::of(Verdict::TimedOut, "still running after 60 s");
        assert_eq!(Engine::Model.heard(slow.clone()), slow);
        let heard = Engine::Loom.heard(slow);
        assert_eq!(heard.verdict, Verdict::Inconclusive);
        assert_eq!(heard.message, "loom cannot: still running after 60 s");
    }

    #[test]
    fn a_panic_about_loom_is_none_of_the_submission() {
        let panic = "main panicked at src/lib.rs:7: loom cannot: its locks are there only in a run";
        let heard = Engine::Loom.heard(Outcome::of(Verdict::Panicked, panic));
        assert_eq!(
            heard.message,
            "loom cannot: its locks are there only in a run"
        );
        let own = Outcome::of(Verdict::Panicked, "main panicked at src/lib.rs:7: no");
        assert_eq!(Engine::Loom.heard(own.clone()), own);
    }
}
