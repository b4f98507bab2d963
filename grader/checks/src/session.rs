//! What the one check of this process has proven so far, and how it was ended if it was.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use course::{Cause, LEFT_OUT, MAX_WORDS, Outcome, Verdict, clip};
use model_std::model::Failure;
use supervise::channel::Reply;

use crate::engine;
use crate::judge::{self, Mode};

/// State of the check that this process runs.
///
/// It is global because a check may fail from inside a model or on a thread of the submission: unwinding
/// that the submission swallows must not lose a verdict. One process runs one check, so nothing mixes.
static SESSION: Mutex<Session> = Mutex::new(Session {
    proofs: Vec::new(),
    suspicion: None,
    ending: None,
    call: None,
    reply: None,
});

/// The payload that unwinds a check which has ended; the verdict itself is kept in the session.
pub(crate) struct Ended;

#[derive(Default)]
pub(crate) struct Session {
    proofs: Vec<Proof>,
    /// A failure that ends the check unless a bound says more about it; see [`Session::suspect`].
    suspicion: Option<Outcome>,
    ending: Option<Outcome>,
    /// The call of the submission that the check looks at.
    call: Option<String>,
    /// Where the parent is told of it, for the case that no record comes. Nothing in unit tests.
    reply: Option<Reply>,
}

/// One thing that the check has shown to hold.
#[derive(Debug)]
pub(crate) enum Proof {
    /// A virtual-time run, with what was demanded of it so far.
    Timed {
        elapsed: Duration,
        /// Whether there were others than main, so that their order could matter.
        threads: bool,
        said: Vec<String>,
    },
    /// An exhaustive run that found nothing.
    Explored {
        executions: u64,
        complete: bool,
        covered: String,
    },
    /// Anything else, in words.
    Said(String),
    /// Nothing: the engine has no clock, and so left out a run in virtual time.
    LeftOut,
}

impl Session {
    /// Adds a proof and returns its place, by which [`Session::say`] adds to it.
    pub(crate) fn prove(&mut self, proof: Proof) -> usize {
        self.proofs.push(proof);
        self.proofs.len() - 1
    }

    /// Adds a bound that held to the timed proof at `place`.
    pub(crate) fn say(&mut self, place: usize, text: String) {
        if let Some(Proof::Timed { said, .. }) = self.proofs.get_mut(place) {
            said.push(text);
        }
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
        self.suspicion.get_or_insert(outcome);
    }

    /// Drops what was suspected, for what says more.
    pub(crate) fn clear(&mut self) {
        self.suspicion = None;
    }

    /// Ends the check. Only the first ending counts: what follows is the unwinding's own noise.
    pub(crate) fn end(&mut self, outcome: Outcome) {
        if self.ending.is_none() {
            let outcome = self.suspicion.take().unwrap_or(outcome);
            self.ending = Some(self.named(outcome));
        }
    }

    /// The outcome that the check was ended with, with the figures of what was proven before.
    pub(crate) fn ended(&self) -> Option<Outcome> {
        let suspicion = || Some(self.named(self.suspicion.clone()?));
        let mut outcome = self.ending.clone().or_else(suspicion)?;
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
            return Outcome::of(Verdict::Inconclusive, engine::NO_CLOCK)
                .because(Cause::InconclusiveLoom);
        }
        let mut outcome = Outcome::passed(self.said().join("; "));
        self.fill(&mut outcome);
        outcome
    }

    /// What was proven, in words. Runs that were complete are summed up in one place: each by itself says
    /// little, and together they say the same.
    fn said(&self) -> Vec<String> {
        let complete = |proof: &Proof| match proof {
            Proof::Explored {
                executions,
                complete: true,
                ..
            } => Some(*executions),
            _ => None,
        };
        let all: Vec<u64> = self.proofs.iter().filter_map(complete).collect();
        let summed_up = format!("all {} interleavings", all.iter().sum::<u64>());
        let mut said = Vec::new();
        for proof in &self.proofs {
            let text = match complete(proof) {
                Some(_) if all.len() > 1 => summed_up.clone(),
                _ => proof.to_string(),
            };
            // A run on which no bound was put has nothing to say beside those that have.
            if !text.is_empty() && !said.contains(&text) {
                said.push(text);
            }
        }
        if said.is_empty() && !self.proofs.is_empty() {
            let threads = |proof: &Proof| matches!(proof, Proof::Timed { threads: true, .. });
            said.push(match self.proofs.iter().any(threads) {
                true => "in virtual time, with threads in 3 orders".to_owned(),
                false => "in virtual time".to_owned(),
            });
        }
        said
    }

    /// Adds the figures of the proofs to those that the outcome brings with it.
    fn fill(&self, outcome: &mut Outcome) {
        // The time of a run that failed is its own, however long those took that passed before it.
        let own_time = outcome.virtual_seconds;
        for proof in &self.proofs {
            match proof {
                Proof::Timed { .. } if own_time.is_some() => {}
                Proof::Timed { elapsed, .. } => {
                    let seconds = elapsed.as_secs_f64();
                    let longest = outcome
                        .virtual_seconds
                        .map_or(seconds, |other| other.max(seconds));
                    outcome.virtual_seconds = Some(longest);
                }
                Proof::Explored {
                    executions,
                    complete,
                    ..
                } => {
                    *outcome.executions.get_or_insert(0) += executions;
                    // A failure that was found stays certain, however little was explored before it.
                    if outcome.verdict.passed() || outcome.exhaustive.is_none() {
                        *outcome.exhaustive.get_or_insert(true) &= complete;
                    }
                }
                Proof::Said(_) | Proof::LeftOut => {}
            }
        }
    }
}

impl std::fmt::Display for Proof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Timed { said, .. } => f.write_str(&said.join(", ")),
            Self::Explored { covered, .. } => f.write_str(covered),
            Self::Said(text) => f.write_str(text),
            Self::LeftOut => f.write_str(LEFT_OUT),
        }
    }
}

/// Works on this process's session.
pub(crate) fn with<R>(work: impl FnOnce(&mut Session) -> R) -> R {
    // No code of a check or submission runs while it is locked, so that a poisoned session is whole.
    work(&mut SESSION.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Ends the check if that was demanded inside a model, whose unwinding stays inside. What the failing run
/// shows is added.
pub(crate) fn end_if_told_to(failure: Option<(&Failure, Mode)>) {
    let Some(ending) = with(|session| session.ending.take()) else {
        return;
    };
    end(match failure {
        Some((failure, mode)) => judge::shown_by(ending, failure, mode),
        None => ending,
    })
}

/// Ends this process's check by unwinding to the harness.
pub(crate) fn end(outcome: Outcome) -> ! {
    with(|session| session.end(outcome));
    // Not `panic!`: the hook would report the ending as a panic of the submission.
    resume_unwind(Box::new(Ended))
}

#[cfg(test)]
mod tests {
    use super::*;
    use course::Verdict;

    fn explored(executions: u64, complete: bool, covered: &str) -> Proof {
        Proof::Explored {
            executions,
            complete,
            covered: covered.to_owned(),
        }
    }

    fn timed(seconds: u64) -> Proof {
        let elapsed = Duration::from_secs(seconds);
        Proof::Timed {
            elapsed,
            threads: true,
            said: Vec::new(),
        }
    }

    #[test]
    fn a_check_that_proves_nothing_passes_with_no_message() {
        let outcome = Session::default().passed();
        assert_eq!(outcome, Outcome::passed(""));
    }

    #[test]
    fn proofs_are_joined_and_their_figures_added_up() {
        let mut session = Session::default();
        let first = session.prove(Proof::Timed {
            elapsed: Duration::from_secs(10),
            threads: true,
            said: vec![],
        });
        session.say(first, "10.000 s of 12.000 s".to_owned());
        session.say(first, "5 at once".to_owned());
        session.prove(Proof::Timed {
            elapsed: Duration::from_millis(2500),
            threads: true,
            said: vec![],
        });
        let bounded = "every interleaving with at most 2 preemptions";
        session.prove(explored(6, false, bounded));
        session.prove(explored(414, true, "all 414 interleavings"));
        session.prove(Proof::Said("4 processes at once".to_owned()));
        let outcome = session.passed();
        assert_eq!(
            outcome.message,
            "10.000 s of 12.000 s, 5 at once; every interleaving with at most 2 preemptions; \
             all 414 interleavings; 4 processes at once"
        );
        assert_eq!(outcome.virtual_seconds, Some(10.0));
        assert_eq!(outcome.executions, Some(420));
        assert_eq!(
            outcome.exhaustive,
            Some(false),
            "one of them was not complete"
        );
    }

    #[test]
    fn complete_runs_are_summed_up_in_one() {
        let mut session = Session::default();
        session.prove(explored(2, true, "both interleavings"));
        assert_eq!(session.passed().message, "both interleavings");
        session.prove(Proof::Said("4 processes at work at once".to_owned()));
        session.prove(explored(3, true, "all 3 interleavings"));
        assert_eq!(
            session.passed().message,
            "all 5 interleavings; 4 processes at work at once"
        );
    }

    #[test]
    fn runs_without_a_bound_speak_only_if_nothing_else_does() {
        let mut session = Session::default();
        let first = session.prove(timed(10));
        session.prove(timed(20));
        assert_eq!(
            session.passed().message,
            "in virtual time, with threads in 3 orders"
        );
        session.say(first, "exactly 10.000 s".to_owned());
        assert_eq!(session.passed().message, "exactly 10.000 s");
        let third = session.prove(timed(10));
        session.say(third, "exactly 10.000 s".to_owned());
        assert_eq!(
            session.passed().message,
            "exactly 10.000 s",
            "once is enough"
        );
    }

    #[test]
    fn orders_of_threads_are_not_spoken_of_where_there_are_none() {
        let mut session = Session::default();
        session.prove(Proof::Timed {
            elapsed: Duration::ZERO,
            threads: false,
            said: Vec::new(),
        });
        assert_eq!(session.passed().message, "in virtual time");
    }

    #[test]
    fn whatever_fails_names_the_call_that_it_is_about_and_no_other() {
        let failed = |call: Option<&str>, verdict| {
            let mut session = Session::default();
            session.calling("do_tasks(1)".to_owned());
            if let Some(call) = call {
                session.calling(call.to_owned());
            }
            session.end(Outcome::of(verdict, "got [1]"));
            session.ended().expect("it was ended").message
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
        let mut session = Session::default();
        session.prove(timed(90));
        let mut slow = Outcome::of(Verdict::TooSlow, "");
        slow.virtual_seconds = Some(20.0);
        session.end(slow);
        let time = session.ended().and_then(|ending| ending.virtual_seconds);
        assert_eq!(time, Some(20.0));
    }

    #[test]
    fn a_suspicion_ends_the_check_unless_it_is_cleared() {
        let race = || Outcome::of(Verdict::Race, "");
        let verdict = |session: &Session| session.ended().map(|ending| ending.verdict);
        let mut session = Session::default();
        session.suspect(race());
        assert_eq!(verdict(&session), Some(Verdict::Race));
        session.end(Outcome::of(Verdict::Wrong, "of a later run"));
        assert_eq!(verdict(&session), Some(Verdict::Race));

        let mut session = Session::default();
        session.suspect(race());
        session.clear();
        session.end(Outcome::of(Verdict::TooSlow, "in every order"));
        assert_eq!(verdict(&session), Some(Verdict::TooSlow));
    }

    #[test]
    fn only_the_first_ending_counts() {
        let mut session = Session::default();
        session.end(Outcome::of(Verdict::TooSlow, "first"));
        session.end(Outcome::of(Verdict::Wrong, "second"));
        let verdict = session.ended().map(|ending| ending.verdict);
        assert_eq!(verdict, Some(Verdict::TooSlow));
    }

    #[test]
    fn an_ending_carries_the_figures_and_stays_certain() {
        let mut session = Session::default();
        session.prove(explored(10, false, ""));
        let mut race = Outcome::of(Verdict::Race, "");
        race.executions = Some(3);
        race.exhaustive = Some(true);
        session.end(race);
        let ending = session.ended().expect("it was ended");
        assert_eq!(ending.executions, Some(13));
        assert_eq!(ending.exhaustive, Some(true));
    }
}
