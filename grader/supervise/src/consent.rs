//! Whether a check may pass: its process asks, when all of the check has held, and its parent answers.
//!
//! Code that breaks the compiler can find the nonce in the memory of its process, and write a record. What it cannot find
//! there is whether this run is a decoy, one that must fail: as long as the submission's functions are called, only the
//! parent knows. The process asks when the check has returned, and is answered with the word that it was greeted with, or,
//! in a decoy, with another one, upon which the check fails like any other. So a pass that was not asked for, and a pass
//! of a decoy, were not written by the check.

use course::{Cause, Note, Outcome, Verdict};

use crate::channel::secret;

/// What the parent knows of one run.
pub(crate) struct Consent {
    /// The answer by which the check may pass.
    yes: String,
    must_fail: bool,
    asked: bool,
}

impl Consent {
    /// Of a run that is to end as the check ends, or of one that must fail.
    pub(crate) fn new(must_fail: bool) -> Self {
        Self {
            yes: secret(),
            must_fail,
            asked: false,
        }
    }

    /// The word that the process is greeted with, and which it does not tell from another one.
    pub(crate) fn word(&self) -> &str {
        &self.yes
    }

    /// The answer to a question; only the first one has an answer.
    pub(crate) fn answer(&mut self) -> Option<String> {
        if std::mem::replace(&mut self.asked, true) {
            return None;
        }
        Some(match self.must_fail {
            true => secret(),
            false => self.yes.clone(),
        })
    }

    /// The outcome, or that it is forged.
    pub(crate) fn believed(&self, outcome: Outcome) -> Outcome {
        match outcome.verdict.passed() {
            true if !self.asked => {
                forged("the file reported a pass by itself, before the check had come to its end")
            }
            true if self.must_fail => {
                forged("the file reported a pass by itself, in a run that had to fail")
            }
            _ => outcome,
        }
    }
}

/// The outcome of a pass that no check has reported.
fn forged(how: &str) -> Outcome {
    const FOR_A_PERSON: &str = "This never comes by accident, and no point is given for any check of the exercise. A \
                                person should read the file: without `unsafe`, only code that breaks the compiler gets \
                                to the memory of its check.";
    let outcome = Outcome::of(Verdict::Forbidden, format!("forged: {how}"));
    outcome
        .because(Cause::ForbiddenForged)
        .noting(Note::said(FOR_A_PERSON))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(consent: &Consent, outcome: Verdict) -> Verdict {
        consent.believed(Outcome::of(outcome, "")).verdict
    }

    #[test]
    fn a_pass_that_was_asked_for_is_believed() {
        let mut consent = Consent::new(false);
        assert_eq!(consent.answer().as_deref(), Some(consent.word()));
        assert_eq!(verdict(&consent, Verdict::Passed), Verdict::Passed);
    }

    #[test]
    fn a_pass_that_nobody_asked_for_is_forged() {
        let consent = Consent::new(false);
        assert_eq!(verdict(&consent, Verdict::Passed), Verdict::Forbidden);
        assert_eq!(verdict(&consent, Verdict::Race), Verdict::Race);
    }

    #[test]
    fn a_decoy_is_answered_with_another_word_and_its_pass_is_forged() {
        let mut consent = Consent::new(true);
        let answer = consent.answer().expect("it is the first question");
        assert_ne!(answer, consent.word());
        assert_eq!(answer.len(), consent.word().len());
        assert_eq!(verdict(&consent, Verdict::Passed), Verdict::Forbidden);
        assert_eq!(verdict(&consent, Verdict::Wrong), Verdict::Wrong);
    }

    #[test]
    fn asking_again_tells_nothing() {
        let mut consent = Consent::new(false);
        assert!(consent.answer().is_some());
        assert_eq!(consent.answer(), None);
    }
}
