//! `exhaustive`: a run under every interleaving.

use std::panic::Location;
use std::time::{Duration, Instant};

use course::{Note, Outcome, Proof, Verdict};
use model_std::model::{Coverage, Exhaustive, Explored, Failure, Size};

use crate::check_state;
use crate::how_much;
use crate::jobs;
use crate::judge::{self, Mode};
use crate::panics::in_model;
use crate::play;

/// Runs `f` under every interleaving of its threads, or as many as the budget of 2 s allows, and then
/// under random schedules.
///
/// `f` runs in the model: its `std` must be `model_std`. An assertion that fails in every execution is
/// `wrong`, one that fails in some is a `race`, whether the search found it or chance. A run cut short
/// passes if it tried every two places for an interruption at least (every interleaving with at most
/// so many preemptions), and says so; otherwise it is `inconclusive`: nearly every race needs one
/// interruption or two, but two flawed locks, one inside the other, need three.
///
/// The same executions come first on every machine: 4,000 of them, and 20,000 with a bound on
/// preemptions, are run even if time is up (up to three times the budget). Time is processor time, which a busy
/// machine does not shorten. So a verdict depends on the
/// speed of the machine only for what is too big for these: a bug that shows later may be missed on a
/// slow machine, and what a pass guarantees may be less.
#[track_caller]
pub fn exhaustive(f: impl Fn() + Send + Sync + 'static) {
    explore(Box::new(f), Location::caller().line());
}

/// Compiled once and not for each closure of each check: this is what a student waits for after an edit.
fn explore(f: Box<dyn Fn() + Send + Sync>, line: u32) {
    let began = Instant::now();
    let result = if play::is_on() {
        play::explore(f, line)
    } else {
        in_model(|| search(f))
    };
    let failure = result
        .as_ref()
        .err()
        .map(|failure| (failure.as_ref(), Mode::Exhaustive));
    check_state::end_if_told_to(failure);
    let proof = match result {
        Ok(explored) => proof(explored, began.elapsed()),
        Err(failure) => Err(Box::new(judge::failure(&failure, Mode::Exhaustive))),
    };
    match proof {
        Ok(proof) => check_state::with(|state| state.prove(proof)),
        Err(outcome) => check_state::end(*outcome),
    };
}

/// Runs the search, with the help of other processes where they are allowed.
fn search(f: Box<dyn Fn() + Send + Sync>) -> Result<Explored, Box<Failure>> {
    let search = Exhaustive::new().jobs(jobs::allowed());
    search.run(check_state::each_execution(f))
}

/// What is to be done about a run that proves too little on a machine that was too slow.
const LATER: &str = "The machine was too slow to get to the interleavings that are tried on every machine. Grade \
                     again when it has less to do, or on another one.";

/// What is to be done about a program that is too big.
const SMALLER: &str = "There are too many ways in which the threads can take turns to try even the simple ones. Start \
                       no more threads than there are tasks, lock once rather than once for each item, and wait to \
                       be notified rather than ask again and again.";

/// What an exhaustive run that found nothing in this time proves, or the outcome that says it proves nothing.
fn proof(explored: Explored, took: Duration) -> Result<Proof, Box<Outcome>> {
    let (executions, complete) = (explored.executions, explored.is_complete());
    let covered = explored.covered().to_owned();
    let message = match explored.coverage {
        Coverage::Sample => format!("nothing failed, but nothing is certain: {covered}"),
        // Races come from interruptions, and here no thread was interrupted anywhere.
        Coverage::Preemptions(0) => format!(
            "nothing failed, but not every place was tried where one thread can interrupt another: {covered}"
        ),
        // A home-made lock in another one is still whole after a single interruption.
        Coverage::Preemptions(1) => format!(
            "nothing failed, but not every two places were tried where threads can interrupt each other: {covered}"
        ),
        _ => {
            return Ok(Proof::Explored {
                executions,
                complete,
                covered,
            });
        }
    };
    let what_to_do = if explored.hurried {
        LATER.to_owned()
    } else {
        let how_much = explored.size.interleavings.map(|interleavings| {
            let each = took.as_secs_f64() / executions.max(1) as f64;
            how_much::there_are(interleavings, each * interleavings as f64)
        });
        let parts = [how_much, Some(what_is_big(&explored.size))];
        let big: Vec<String> = parts.into_iter().flatten().collect();
        format!("{} {SMALLER}", big.join(" "))
    };
    let mut outcome = Outcome::of(Verdict::Inconclusive, message).noting(Note::Said(what_to_do));
    outcome.figures.executions = Some(executions);
    outcome.figures.exhaustive = Some(false);
    Err(Box::new(outcome))
}

/// What makes the search long, in a sentence or two.
fn what_is_big(size: &Size) -> String {
    let mut text = format!(
        "One run of it takes {} steps in {} threads.",
        size.steps, size.threads
    );
    if !size.busiest.is_empty() {
        text += &format!(
            " {} of the steps are on one {}.",
            size.busiest_steps, size.busiest
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use model_std::sync::Mutex;

    use super::*;

    const TOOK: Duration = Duration::from_secs(2);

    fn explored(coverage: Coverage, covered: &str) -> Explored {
        let mut explored = Explored::new(414, coverage, covered);
        explored.size.threads = 3;
        explored.size.steps = 12_000;
        explored.size.busiest = "AtomicU64 of src/lib.rs:26".to_owned();
        explored.size.busiest_steps = 11_900;
        explored
    }

    #[test]
    fn a_complete_run_proves_what_it_covered() {
        let proof = proof(
            explored(Coverage::Everything, "all 414 interleavings"),
            TOOK,
        )
        .expect("it is a proof");
        assert_eq!(proof.to_string(), "all 414 interleavings");
    }

    #[test]
    fn a_run_cut_short_at_a_bound_still_proves_that_bound() {
        for bound in [Coverage::Preemptions(2), Coverage::Delays(2)] {
            let proof = proof(explored(bound, "up to there"), TOOK).expect("it is a proof");
            assert!(matches!(
                proof,
                Proof::Explored {
                    complete: false,
                    ..
                }
            ));
        }
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
        let outcome = proof(explored, TOOK).unwrap_err();
        assert_eq!(outcome.verdict, Verdict::Inconclusive);
    }

    #[test]
    fn a_run_that_guarantees_nothing_is_inconclusive_and_says_what_to_do() {
        let outcome = proof(
            explored(
                Coverage::Sample,
                "414 interleavings, and no guarantee (budget spent)",
            ),
            TOOK,
        )
        .unwrap_err();
        assert_eq!(outcome.verdict, Verdict::Inconclusive);
        assert!(outcome.message.contains("414 interleavings"));
        for said in [
            "takes 12000 steps in 3 threads",
            "11900 of the steps are on one AtomicU64 of src/lib.rs:26",
            "lock once rather than",
        ] {
            let text = format!("{:?}", outcome.notes);
            assert!(text.contains(said), "{text}");
        }
        let text = outcome.detail();
        assert!(!text.contains("less to do"), "that would not help");
        assert_eq!(outcome.figures.exhaustive, Some(false));
    }

    #[test]
    fn a_run_that_guarantees_nothing_says_how_much_there_would_be_to_run() {
        let mut explored = explored(Coverage::Sample, "nothing");
        explored.size.interleavings = Some(3_628_800);
        let text = proof(explored, TOOK).unwrap_err().detail();
        let words: Vec<&str> = text.split_whitespace().collect();
        let said = "about 4 million interleavings; to try all of them would take about 5 hours";
        assert!(words.join(" ").contains(said), "{text}");
    }

    #[test]
    fn a_run_without_one_whole_interruption_is_inconclusive() {
        let covered = "every interleaving without preemption, then 667 random ones (budget spent)";
        let outcome = proof(explored(Coverage::Preemptions(0), covered), TOOK).unwrap_err();
        assert_eq!(outcome.verdict, Verdict::Inconclusive);
        assert!(outcome.message.contains("can interrupt another"));
    }

    #[test]
    fn a_run_with_no_more_than_one_interruption_is_inconclusive() {
        let covered =
            "every interleaving with at most 1 preemption, then 1,600 random ones (budget spent)";
        let outcome = proof(explored(Coverage::Preemptions(1), covered), TOOK).unwrap_err();
        assert_eq!(outcome.verdict, Verdict::Inconclusive);
        assert!(
            outcome.message.contains("not every two places"),
            "{}",
            outcome.message
        );
    }

    #[test]
    fn only_a_machine_that_was_too_busy_is_a_reason_to_try_again() {
        let mut explored = explored(Coverage::Preemptions(0), "nothing");
        explored.hurried = true;
        let outcome = proof(explored, TOOK).unwrap_err();
        assert_eq!(outcome.notes, [Note::said(LATER)]);
    }
}
