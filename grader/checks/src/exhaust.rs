//! `exhaustive`: a run under every interleaving.

use model_std::model::{Coverage, Exhaustive, Explored};

use crate::judge::{self, Mode};
use crate::panics::in_model;
use crate::record::Outcome;
use crate::session::{self, Proof};
use crate::verdict::Verdict;

/// Runs `f` under every interleaving of its threads, or as many as the budget of 2 s allows, and then
/// under random schedules.
///
/// `f` runs in the model: its `std` must be `model_std`. An assertion that fails in every execution is
/// `wrong`, one that fails in some is a `race`, whether the search found it or chance. A run cut short
/// passes if it guarantees anything (every interleaving with at most so many preemptions), and says
/// what; otherwise it is `inconclusive`.
///
/// The same executions come first on every machine, and 4,000 of them are run even if time is up (up to
/// three times the budget). So a verdict depends on the speed of the machine only for what is too big
/// for these: a bug that shows later may be missed on a slow machine, and what a pass guarantees may be
/// less.
pub fn exhaustive(f: impl Fn() + Send + Sync + 'static) {
    let result = in_model(|| Exhaustive::new().run(f));
    let failure = result
        .as_ref()
        .err()
        .map(|failure| (failure.as_ref(), Mode::Exhaustive));
    session::end_if_told_to(failure);
    let proof = match result {
        Ok(explored) => proof(explored),
        Err(failure) => Err(judge::failure(&failure, Mode::Exhaustive)),
    };
    match proof {
        Ok(proof) => session::with(|session| session.prove(proof)),
        Err(outcome) => session::end(outcome),
    };
}

/// What is to be done about a run that guarantees nothing.
const WHAT_TO_DO: &str = "\
There are too many ways in which the threads can take turns to try even the simple
ones. Start no more threads than there are tasks, lock once rather than once for
each item, and wait to be notified rather than ask again and again. If it needs to
be that big, stop other programs and run it again.";

/// What an exhaustive run that found nothing proves, or the outcome that says it proves nothing.
fn proof(explored: Explored) -> Result<Proof, Outcome> {
    let Explored {
        executions,
        complete,
        coverage,
        covered,
    } = explored;
    if coverage != Coverage::Sample {
        return Ok(Proof::Explored {
            executions,
            complete,
            covered,
        });
    }
    let message = format!("nothing failed, but nothing is certain: {covered}");
    let mut outcome = Outcome::of(Verdict::Inconclusive, message).with_report(WHAT_TO_DO);
    outcome.executions = Some(executions);
    outcome.exhaustive = Some(false);
    Err(outcome)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use model_std::sync::Mutex;

    use super::*;

    fn explored(coverage: Coverage, covered: &str) -> Explored {
        Explored {
            executions: 414,
            complete: coverage == Coverage::Everything,
            coverage,
            covered: covered.to_owned(),
        }
    }

    #[test]
    fn a_complete_run_proves_what_it_covered() {
        let proof =
            proof(explored(Coverage::Everything, "all 414 interleavings")).expect("it is a proof");
        assert_eq!(proof.to_string(), "all 414 interleavings");
    }

    #[test]
    fn a_run_cut_short_at_a_bound_still_proves_that_bound() {
        let covered = "every interleaving with at most 2 preemptions (budget spent)";
        let proof = proof(explored(Coverage::Preemptions(2), covered)).expect("it is a proof");
        assert!(matches!(
            proof,
            Proof::Explored {
                complete: false,
                ..
            }
        ));
    }

    /// Threads that do enough for the search not to end in no time at all.
    fn busy() {
        let threads: Vec<_> = (0..2)
            .map(|_| model_std::thread::spawn(take_turns))
            .collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().expect("it only adds"));
    }

    fn take_turns() {
        static TURN: Mutex<u32> = Mutex::new(0);
        for _ in 0..3 {
            *TURN.lock().expect("nobody panics") += 1;
        }
    }

    #[test]
    fn the_engine_says_so_when_it_guarantees_nothing() {
        let explored = Exhaustive::new()
            .budget(Duration::ZERO)
            .run(busy)
            .expect("nothing fails");
        let outcome = proof(explored).unwrap_err();
        assert_eq!(outcome.verdict, Verdict::Inconclusive);
    }

    #[test]
    fn a_run_that_guarantees_nothing_is_inconclusive_and_says_what_to_do() {
        let outcome = proof(explored(
            Coverage::Sample,
            "414 interleavings, and no guarantee (budget spent)",
        ))
        .unwrap_err();
        assert_eq!(outcome.verdict, Verdict::Inconclusive);
        assert!(
            outcome.message.contains("414 interleavings")
                && outcome.detail.contains("run it again")
        );
        assert_eq!(outcome.exhaustive, Some(false));
    }
}
