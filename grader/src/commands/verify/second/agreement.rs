//! When two judges of one check agree; pure.
//!
//! Loom stops at the first execution that fails, so it tells that a check fails and in which way:
//!
//! | the model says | agrees with loom's |
//! |---|---|
//! | `passed` | `passed` |
//! | `race`, `wrong` | `race` or `wrong`: an assertion fails. Which of the two it is depends on what else was run. |
//! | `deadlock`, `panicked`, `not_attempted`, `crashed` | the same |
//!
//! There is nothing to compare where one of them does not judge: loom cannot, or the model is unsure or out of time; or
//! the model fails a check that loom passes but for a part which needs a clock, unless by a `race` or a `deadlock`: these
//! are what loom looks for.

use course::{Outcome, Proof, Verdict};

use crate::compile::engine::CANNOT;

/// What comes of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// Both say the same.
    Agreed,
    /// One of them does not judge, for this reason.
    NotJudged(String),
    /// They contradict each other.
    Disagreed {
        /// The model's verdict.
        model: Verdict,
        /// Loom's.
        loom: Verdict,
    },
}

/// Compares the outcomes of one check.
pub fn agreement(model: &Outcome, loom: &Outcome) -> Agreement {
    if let Some(why) = loom.message.strip_prefix(CANNOT) {
        return Agreement::NotJudged(why.to_owned());
    }
    let by_clock = loom.verdict.passed() && loom.proofs.contains(&Proof::LeftOut);
    let looked_for = matches!(
        model.verdict,
        Verdict::Passed | Verdict::Race | Verdict::Deadlock
    );
    if by_clock && !looked_for {
        return Agreement::NotJudged(format!(
            "the model says {}, perhaps of a part that needs a clock",
            model.verdict
        ));
    }
    match (kind(model.verdict), kind(loom.verdict)) {
        (_, None) => Agreement::NotJudged(loom.message.clone()),
        (None, _) => Agreement::NotJudged(format!("the model says {}", model.verdict)),
        (Some(model), Some(loom)) if model == loom => Agreement::Agreed,
        _ => Agreement::Disagreed {
            model: model.verdict,
            loom: loom.verdict,
        },
    }
}

/// A verdict that both can come to, with one for those between which loom does not tell. None if it says nothing of the
/// submission.
fn kind(verdict: Verdict) -> Option<Verdict> {
    match verdict {
        Verdict::Race | Verdict::Wrong => Some(Verdict::Wrong),
        Verdict::Passed
        | Verdict::Deadlock
        | Verdict::Panicked
        | Verdict::NotAttempted
        | Verdict::Crashed => Some(verdict),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::engine::cannot;

    fn compared(model: Verdict, loom: Verdict) -> Agreement {
        agreement(&Outcome::of(model, ""), &Outcome::of(loom, ""))
    }

    #[test]
    fn the_same_verdict_agrees_and_another_does_not() {
        for verdict in [Verdict::Passed, Verdict::Deadlock, Verdict::Crashed] {
            assert_eq!(compared(verdict, verdict), Agreement::Agreed);
        }
        assert_eq!(
            compared(Verdict::Race, Verdict::Passed),
            Agreement::Disagreed {
                model: Verdict::Race,
                loom: Verdict::Passed,
            }
        );
        let other_way = compared(Verdict::Deadlock, Verdict::Race);
        assert!(matches!(other_way, Agreement::Disagreed { .. }));
    }

    #[test]
    fn an_assertion_that_fails_is_one_kind() {
        assert_eq!(compared(Verdict::Race, Verdict::Wrong), Agreement::Agreed);
        assert_eq!(compared(Verdict::Wrong, Verdict::Race), Agreement::Agreed);
    }

    #[test]
    fn a_failure_that_only_a_clock_shows_is_not_compared() {
        let loom = Outcome::proven(vec![Proof::LeftOut]);
        let compared = |verdict| agreement(&Outcome::of(verdict, ""), &loom);
        assert_eq!(compared(Verdict::Passed), Agreement::Agreed);
        assert!(matches!(compared(Verdict::Wrong), Agreement::NotJudged(_)));
        let race = compared(Verdict::Race);
        assert!(matches!(race, Agreement::Disagreed { .. }), "{race:?}");
    }

    #[test]
    fn what_one_does_not_judge_is_not_compared() {
        let found = agreement(&Outcome::passed(""), &cannot("it has no clock"));
        assert_eq!(found, Agreement::NotJudged("it has no clock".to_owned()));
        let found = compared(Verdict::Inconclusive, Verdict::Passed);
        assert_eq!(
            found,
            Agreement::NotJudged("the model says inconclusive".to_owned())
        );
    }
}
