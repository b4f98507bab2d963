//! What the one check of this process has proven so far, and how it was ended if it was.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};

use course::{Bound, Cause, MAX_WORDS, Outcome, Proof, Verdict, clip};
use model_std::model::{Annotated, Failure, Timeline};
use supervise::channel::Reply;

use crate::judge::{self, Mode};
use crate::silent;

/// Said of a check in which nothing could be judged, because all of it needs a clock.
pub const NO_CLOCK: &str = "loom cannot: it has no clock";

/// State of the check that this process runs.
///
/// It is global because a check may fail from inside a model or on a thread of the submission: unwinding
/// that the submission swallows must not lose a verdict. One process runs one check, so nothing mixes.
static STATE: Mutex<CheckState> = Mutex::new(CheckState {
    proofs: Vec::new(),
    timeline: None,
    picked: false,
    suspicion: None,
    ending: None,
    ending_is_old: false,
    call: None,
    reply: None,
});

/// The payload that unwinds a check which has ended; the verdict itself is kept in the state.
pub(crate) struct Ended;

#[derive(Default)]
pub(crate) struct CheckState {
    proofs: Vec<Proof>,
    /// The run in virtual time that a pass shows: one that the check has picked, or the longest so far.
    timeline: Option<Timeline>,
    /// Whether it was picked.
    picked: bool,
    /// A failure that ends the check unless a bound says more about it; see [`CheckState::suspect`].
    suspicion: Option<Outcome>,
    ending: Option<Outcome>,
    /// Whether that was said in an execution before this one, so that what this one says takes its place.
    ending_is_old: bool,
    /// The call of the submission that the check looks at.
    call: Option<String>,
    /// Where the parent is told of it, for the case that no record comes. Nothing in unit tests.
    reply: Option<Reply>,
}

impl CheckState {
    /// Adds a proof and returns its place, by which [`CheckState::bound`] adds to it.
    pub(crate) fn prove(&mut self, proof: Proof) -> usize {
        silent::break_silence();
        self.proofs.push(proof);
        self.proofs.len() - 1
    }

    /// Adds a bound that held to the timed proof at `place`.
    pub(crate) fn bound(&mut self, place: usize, bound: Bound) {
        silent::break_silence();
        if let Some(Proof::VirtualTime { bounds, .. }) = self.proofs.get_mut(place) {
            bounds.push(bound);
        }
    }

    /// Keeps what a run showed, if none before it took as long and none was picked.
    pub(crate) fn show(&mut self, run: &Timeline) {
        silent::break_silence();
        let longest = self.timeline.as_ref().map(Timeline::elapsed);
        if !self.picked && longest.is_none_or(|longest| longest < run.elapsed()) {
            self.timeline = Some(run.clone());
        }
    }

    /// Keeps what a run showed, whatever the others take, if it is the first that is picked.
    pub(crate) fn pick(&mut self, run: &Timeline) {
        silent::break_silence();
        if !self.picked {
            self.timeline = Some(run.clone());
        }
        self.picked = true;
    }

    /// Names the call that whatever follows is about.
    pub(crate) fn calling(&mut self, call: String) {
        let call = clip(&call, MAX_WORDS);
        if let Some(reply) = &mut self.reply
            && self.call.as_ref() != Some(&call)
        {
            // A parent that is gone needs to know nothing.
            let _ = reply.calling(&call);
        }
        self.call = Some(call);
    }

    /// Keeps the way to the parent for as long as the check runs.
    pub(crate) fn begin(&mut self, reply: Reply) {
        self.reply = Some(reply);
    }

    /// Hands the way to the parent back, for the record.
    pub(crate) fn finish(&mut self) -> Option<Reply> {
        self.reply.take()
    }

    /// Notes a failure that is not the whole story yet: in other orders of its threads the same run passes, and if it
    /// breaks its bounds there, that is what it is to be told. The check ends with it if nothing of that kind comes.
    pub(crate) fn suspect(&mut self, outcome: Outcome) {
        silent::break_silence();
        // By now, because other calls follow before the check ends.
        let outcome = self.named(outcome);
        self.suspicion.get_or_insert(outcome);
    }

    /// Drops what was suspected, for what says more.
    pub(crate) fn clear(&mut self) {
        silent::break_silence();
        self.suspicion = None;
    }

    /// Begins an execution of a search. The last to fail is the one that is shown, so what it says is what counts.
    pub(crate) fn begin_execution(&mut self) {
        self.ending_is_old = true;
    }

    /// Ends the check. Only the first ending counts: what follows is the unwinding's own noise.
    pub(crate) fn end(&mut self, outcome: Outcome) {
        silent::break_silence();
        let is_old = std::mem::take(&mut self.ending_is_old);
        if self.ending.is_none() || is_old {
            let suspicion = self.suspicion.clone();
            self.ending = Some(suspicion.unwrap_or_else(|| self.named(outcome)));
        }
    }

    /// Takes the outcome that the check was ended with inside of a run, so that it goes on.
    pub(crate) fn take_ending(&mut self) -> Option<Outcome> {
        self.ending_is_old = false;
        self.ending.take()
    }

    /// The outcome that the check was ended with, with the figures of what was proven before.
    pub(crate) fn ended(&self) -> Option<Outcome> {
        let mut outcome = self.ending.as_ref().or(self.suspicion.as_ref())?.clone();
        self.fill(&mut outcome);
        Some(outcome)
    }

    /// Names the call that led to an outcome, in its message, unless that does so itself.
    pub(crate) fn named(&self, outcome: Outcome) -> Outcome {
        let unnamed = [Verdict::Passed, Verdict::NotAttempted, Verdict::GraderFault];
        match &self.call {
            Some(call)
                if !unnamed.contains(&outcome.verdict) && !outcome.message.contains(call) =>
            {
                outcome.saying(&format!(" (in {call})"))
            }
            _ => outcome,
        }
    }

    /// The outcome of a check whose function returned: passed, with all that was proven.
    pub(crate) fn passed(&self) -> Outcome {
        if !self.proofs.is_empty() && self.proofs.iter().all(|it| matches!(it, Proof::LeftOut)) {
            return Outcome::of(Verdict::Inconclusive, NO_CLOCK).because(Cause::InconclusiveLoom);
        }
        let mut outcome = Outcome::proven(self.proofs.clone());
        if let Some(run) = &self.timeline {
            outcome = outcome.showing(Annotated::from(run.clone()));
        }
        self.fill(&mut outcome);
        outcome
    }

    /// Adds the proofs, and their figures to those that the outcome brings with it.
    fn fill(&self, outcome: &mut Outcome) {
        outcome.proofs.clone_from(&self.proofs);
        let figures = &mut outcome.figures;
        // The time of a run that failed is its own, however long those took that passed before it.
        let own_time = figures.virtual_seconds;
        for proof in &self.proofs {
            match proof {
                Proof::VirtualTime { .. } if own_time.is_some() => {}
                Proof::VirtualTime { elapsed, .. } => {
                    let seconds = elapsed.as_secs_f64();
                    let longest = figures
                        .virtual_seconds
                        .map_or(seconds, |other| other.max(seconds));
                    figures.virtual_seconds = Some(longest);
                }
                Proof::Explored {
                    executions,
                    complete,
                    ..
                } => {
                    *figures.executions.get_or_insert(0) += executions;
                    // A failure that was found stays certain, however little was explored before it.
                    if outcome.verdict.passed() || figures.exhaustive.is_none() {
                        *figures.exhaustive.get_or_insert(true) &= complete;
                    }
                }
                Proof::Met { .. } | Proof::LeftOut => {}
            }
        }
    }
}

/// Works on this process's state.
pub(crate) fn with<R>(work: impl FnOnce(&mut CheckState) -> R) -> R {
    // No code of a check or submission runs while it is locked, so that a poisoned state is whole.
    work(&mut STATE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// `f`, as a search runs it again and again.
pub(crate) fn each_execution(f: Box<dyn Fn() + Send + Sync>) -> impl Fn() + Send + Sync {
    move || {
        with(CheckState::begin_execution);
        f();
    }
}

/// Ends the check if that was demanded inside a model, whose unwinding stays inside. What the failing run
/// shows is added.
pub(crate) fn end_if_told_to(failure: Option<(&Failure, Mode)>) {
    let Some(ending) = with(CheckState::take_ending) else {
        return;
    };
    end(match failure {
        Some((failure, mode)) => judge::shown_by(ending, failure, mode),
        None => ending,
    })
}

/// Asks the parent whether the check may pass, all of which has held. It ends as a failed one if this is a run that must
/// fail, which nothing in this process knew before.
pub(crate) fn end_unless_it_may_pass() {
    match with(|state| state.reply.as_mut().map(Reply::may_pass)) {
        // A unit test has no parent.
        None | Some(Ok(true)) => {}
        Some(Ok(false)) => end(Outcome::of(Verdict::Wrong, "this run had to fail")),
        Some(Err(error)) => end(Outcome::of(
            Verdict::GraderFault,
            format!("the grader does not say whether the check may pass: {error}; grade again"),
        )),
    }
}

/// Ends this process's check by unwinding to the harness.
pub(crate) fn end(outcome: Outcome) -> ! {
    with(|state| state.end(outcome));
    // Not `panic!`: the hook would report the ending as a panic of the submission.
    resume_unwind(Box::new(Ended))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use course::Evidence;

    use super::*;

    fn explored(executions: u64, complete: bool, covered: &str) -> Proof {
        Proof::Explored {
            executions,
            complete,
            covered: covered.to_owned(),
        }
    }

    fn timed(seconds: u64) -> Proof {
        Proof::VirtualTime {
            elapsed: Duration::from_secs(seconds),
            orders: 3,
            bounds: Vec::new(),
        }
    }

    #[test]
    fn a_check_that_proves_nothing_passes_with_no_message() {
        let outcome = CheckState::default().passed();
        assert_eq!(outcome, Outcome::passed(""));
    }

    #[test]
    fn a_pass_has_its_proofs_and_their_figures_added_up() {
        let mut state = CheckState::default();
        let first = state.prove(timed(10));
        state.bound(first, Bound::AtOnce(5));
        state.prove(timed(2));
        state.prove(explored(
            6,
            false,
            "every interleaving with at most 2 preemptions",
        ));
        state.prove(explored(414, true, "all 414 interleavings"));
        let outcome = state.passed();
        assert_eq!(
            outcome.message,
            "5 at once; every interleaving with at most 2 preemptions; all 414 interleavings"
        );
        assert_eq!(outcome.proofs.len(), 4);
        let figures = outcome.figures;
        assert_eq!(figures.virtual_seconds, Some(10.0));
        assert_eq!(figures.executions, Some(420));
        assert_eq!(figures.exhaustive, Some(false), "one was not complete");
    }

    #[test]
    fn an_ending_of_the_last_execution_that_fails_is_the_one_that_counts() {
        let said = |message| Outcome::of(Verdict::Wrong, message);
        let mut state = CheckState::default();
        for messages in [["first", "noise of it"], ["second", "noise of that"]] {
            state.begin_execution();
            for message in messages {
                state.end(said(message));
            }
        }
        state.begin_execution(); // One that passes says nothing.
        assert_eq!(state.take_ending(), Some(said("second")));
        assert_eq!(state.take_ending(), None);
    }

    /// How long the run takes that a pass shows.
    fn shown(state: &CheckState) -> Duration {
        let Evidence::Timeline(shown) = state.passed().evidence else {
            panic!("it is a timeline");
        };
        shown.timeline.timeline.elapsed()
    }

    #[test]
    fn a_pass_shows_its_longest_run_or_the_first_that_was_picked() {
        let run = |seconds| {
            model_std::model::virtual_time(move || {
                model_std::thread::sleep(Duration::from_secs(seconds));
            })
        };
        let mut state = CheckState::default();
        for seconds in [2, 3, 1] {
            state.show(&run(seconds));
        }
        state.prove(timed(3));
        assert_eq!(shown(&state), Duration::from_secs(3));
        state.pick(&run(1));
        state.pick(&run(2));
        state.show(&run(4));
        assert_eq!(shown(&state), Duration::from_secs(1));
    }

    #[test]
    fn whatever_fails_names_the_call_that_it_is_about_and_no_other() {
        let failed = |call: Option<&str>, verdict| {
            let mut state = CheckState::default();
            state.calling("do_tasks(1)".to_owned());
            if let Some(call) = call {
                state.calling(call.to_owned());
            }
            state.end(Outcome::of(verdict, "got [1]"));
            state.ended().expect("it was ended").message
        };
        let last = Some("do_tasks(9)");
        assert_eq!(failed(last, Verdict::Wrong), "got [1] (in do_tasks(9))");
        assert_eq!(
            failed(Some("[1]"), Verdict::Panicked),
            "got [1]",
            "said once"
        );
        assert_eq!(failed(last, Verdict::NotAttempted), "got [1]");
    }

    #[test]
    fn a_run_that_failed_has_its_own_time() {
        let mut state = CheckState::default();
        state.prove(timed(90));
        let mut slow = Outcome::of(Verdict::TooSlow, "");
        slow.figures.virtual_seconds = Some(20.0);
        state.end(slow);
        let time = state
            .ended()
            .and_then(|ending| ending.figures.virtual_seconds);
        assert_eq!(time, Some(20.0));
    }

    #[test]
    fn a_suspicion_ends_the_check_unless_it_is_cleared() {
        let race = || Outcome::of(Verdict::Race, "");
        let verdict = |state: &CheckState| state.ended().map(|ending| ending.verdict);
        let mut state = CheckState::default();
        state.suspect(race());
        assert_eq!(verdict(&state), Some(Verdict::Race));
        state.end(Outcome::of(Verdict::Wrong, "of a later run"));
        assert_eq!(verdict(&state), Some(Verdict::Race));

        let mut state = CheckState::default();
        state.suspect(race());
        state.clear();
        state.end(Outcome::of(Verdict::TooSlow, "in every order"));
        assert_eq!(verdict(&state), Some(Verdict::TooSlow));
    }

    #[test]
    fn a_suspicion_names_the_call_that_raised_it_and_no_later_one() {
        let mut state = CheckState::default();
        state.calling("do_tasks(3)".to_owned());
        state.suspect(Outcome::of(Verdict::Race, "lost"));
        state.calling("do_tasks(5)".to_owned());
        let message = |state: &CheckState| state.ended().map(|ending| ending.message);
        let named = Some("lost (in do_tasks(3))".to_owned());
        assert_eq!(message(&state), named);
        state.end(Outcome::of(Verdict::Wrong, "of a later run"));
        assert_eq!(message(&state), named);
    }

    #[test]
    fn only_the_first_ending_counts() {
        let mut state = CheckState::default();
        state.end(Outcome::of(Verdict::TooSlow, "first"));
        state.end(Outcome::of(Verdict::Wrong, "second"));
        let verdict = state.ended().map(|ending| ending.verdict);
        assert_eq!(verdict, Some(Verdict::TooSlow));
    }

    #[test]
    fn an_ending_carries_the_figures_and_stays_certain() {
        let mut state = CheckState::default();
        state.prove(explored(10, false, ""));
        let mut race = Outcome::of(Verdict::Race, "");
        race.figures.executions = Some(3);
        race.figures.exhaustive = Some(true);
        state.end(race);
        let ending = state.ended().expect("it was ended");
        assert_eq!(ending.figures.executions, Some(13));
        assert_eq!(ending.figures.exhaustive, Some(true));
    }
}
