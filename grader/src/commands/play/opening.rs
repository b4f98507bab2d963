//! Which check is played, and which of its runs.

use course::{Outcome, Verdict};
use supervise::play::Opened;

use super::client::{Client, NoAnswer};
use crate::compile::CheckBinary;
use crate::workspace::Exercise;

/// What there is to play.
pub struct Opening<'b> {
    /// The process.
    pub client: Client<'b>,
    /// The check's name.
    pub check: String,
    /// Its runs, of which there is one at least.
    pub opened: Opened,
    /// The run to begin with, by place.
    pub run: usize,
}

/// There is nothing to play in the checks that were asked for.
pub struct Nothing {
    /// The outcome that says why, if it is one of the submission's: a `todo!()`, a loop that never ends.
    pub why: Option<Box<Outcome>>,
}

/// The run that fails first, in the order of the checks; if none does, the first that there is.
///
/// # Errors
/// There is none.
pub fn open<'b>(
    exercise: &Exercise,
    wanted: Option<&str>,
    binary: &'b CheckBinary,
) -> Result<Opening<'b>, Nothing> {
    let names = exercise.spec.checks.iter().map(|check| check.name.as_str());
    let names = names.filter(|name| wanted.is_none_or(|wanted| wanted == *name));
    let mut first = None;
    let mut why: Option<Outcome> = None;
    for check in names {
        let (client, opened) = match Client::open(binary, check) {
            Ok(opened) => opened,
            Err(lost) => {
                why.get_or_insert_with(|| outcome_of(lost));
                continue;
            }
        };
        let fails = opened.runs.last().is_some_and(|run| run.verdict.is_some());
        let opening = Opening {
            client,
            check: check.to_owned(),
            run: if fails { opened.runs.len() - 1 } else { 0 },
            opened,
        };
        if fails {
            return Ok(opening);
        }
        if opening.opened.runs.is_empty() {
            let todo = opening.opened.outcome;
            let todo = todo.filter(|outcome| outcome.verdict == Verdict::NotAttempted);
            why = why.or(todo);
        } else {
            first.get_or_insert(opening);
        }
    }
    // Of a file that is not written yet, what holds is no news.
    match (first, why) {
        (Some(opening), _) => Ok(opening),
        (None, why) => Err(Nothing {
            why: why.map(Box::new),
        }),
    }
}

fn outcome_of(lost: NoAnswer) -> Outcome {
    match lost {
        NoAnswer::Lost(outcome) => *outcome,
        NoAnswer::Refused(_) | NoAnswer::Start(_) => {
            Outcome::of(Verdict::GraderFault, lost.to_string())
        }
    }
}

impl Opening<'_> {
    /// Whether the run to begin with fails in some order of its threads.
    pub fn fails(&self) -> bool {
        self.opened.runs[self.run].verdict.is_some()
    }

    /// What is to be said before the first move: that the check fails elsewhere than in what is played.
    pub fn note(&self) -> Option<String> {
        let outcome = self.opened.outcome.as_ref()?;
        let fails = !outcome.verdict.passed();
        fails.then(|| {
            format!(
                "This check fails, but not in a run that can be played ({}: {}). `grader show` draws that; here is its \
                 first run under every interleaving, which holds.",
                outcome.verdict.word(),
                outcome.message
            )
        })
    }
}
