//! The process of a check that is played: it runs the check as far as the first run under every interleaving that fails,
//! and then answers what it is asked about its runs.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{self, ExitCode};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use course::{Outcome, Verdict};
use model_std::model::{self, Exhaustive, Explored, Failure, FromHere, Play, Played};
use supervise::channel::{self, Reply};
use supervise::play::{Answer, Ending, Found, Opened, PLAY, PlayedRun, Request, State};
use supervise::protocol::decode_request;

use crate::check_state;
use crate::child;
use crate::entry::Entry;
use crate::judge::{self, Mode};
use crate::panics::in_model;

/// How long the program may go without a step. Shorter than in a check that is graded: somebody waits for the answer, and
/// nothing is decided by it.
const PATIENCE: Duration = Duration::from_secs(3);

/// What this process plays; nothing in all others.
static TABLE: Mutex<Option<Table>> = Mutex::new(None);

struct Table {
    reply: Reply,
    questions: Box<dyn Read + Send>,
    runs: Vec<(PlayedRun, Play)>,
}

fn table<R>(work: impl FnOnce(&mut Option<Table>) -> R) -> R {
    work(&mut TABLE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Runs the check and answers; `ExitCode` only if nobody is there to ask.
pub(crate) fn run(checks: &[Entry], name: &str, source: Option<&Path>) -> ExitCode {
    child::follow_parent();
    let (reply, questions) = match channel::take_part() {
        Ok(both) => both,
        Err(error) => {
            eprintln!(
                "{PLAY} is for the grader only, which gives a private pipe for stdin: {error}"
            );
            return ExitCode::from(2);
        }
    };
    child::prepare(source);
    model::set_patience(PATIENCE);
    table(|table| {
        *table = Some(Table {
            reply,
            questions,
            runs: Vec::new(),
        });
    });
    let outcome = child::outcome_of_named(checks, name);
    serve(Some(outcome))
}

/// Whether this process plays.
pub(crate) fn is_on() -> bool {
    table(|table| table.is_some())
}

/// As a run under every interleaving, which is asked for in that line of `checks.rs`. If it fails, the check goes no
/// further: it is played.
pub(crate) fn explore(f: Box<dyn Fn() + Send + Sync>, line: u32) -> Result<Explored, Box<Failure>> {
    let (result, play) = in_model(|| Exhaustive::new().play(f));
    let outcome = match &result {
        Ok(explored) => Outcome::passed(explored.covered()),
        Err(failure) => ended_by(failure),
    };
    if outcome.verdict == Verdict::NotAttempted {
        serve(Some(outcome));
    }
    let verdict = Some(outcome.verdict).filter(|verdict| !verdict.passed());
    let run = PlayedRun {
        line,
        verdict,
        says: outcome.message,
    };
    table(|table| {
        if let Some(table) = table {
            table.runs.push((run, play));
        }
    });
    if verdict.is_some() {
        serve(None);
    }
    result
}

/// The outcome that a failing run deserves, or that the check itself gave it.
fn ended_by(failure: &Failure) -> Outcome {
    let told = check_state::with(check_state::CheckState::take_ending);
    told.unwrap_or_else(|| judge::failure(failure, Mode::Exhaustive))
}

/// Answers until nobody asks any more.
fn serve(outcome: Option<Outcome>) -> ! {
    let Some(mut table) = table(Option::take) else {
        unreachable!("only a process that plays serves")
    };
    let runs = table.runs.iter().map(|(run, _)| run.clone()).collect();
    let opened = Answer::Opened(Box::new(Opened { runs, outcome }));
    let mut said = table.reply.answer(&opened);
    let mut questions = BufReader::new(table.questions);
    let mut line = String::new();
    while said.is_ok() && questions.read_line(&mut line).is_ok_and(|read| read > 0) {
        let answer = match decode_request(&line) {
            Ok(request) => answer(&mut table.runs, request),
            Err(error) => Answer::Refused(error.to_string()),
        };
        said = table.reply.answer(&answer);
        line.clear();
    }
    process::exit(0)
}

fn answer(runs: &mut [(PlayedRun, Play)], request: Request) -> Answer {
    let (Request::At { run, .. } | Request::Find { run, .. }) = request;
    let Some((_, play)) = runs.get_mut(run) else {
        return Answer::Refused(format!("there is no run number {run}"));
    };
    let answer = match request {
        Request::At {
            path,
            automatic,
            peek,
            ..
        } => in_model(|| match peek {
            true => play.at(&path, automatic),
            false => play.at_without_moves(&path, automatic),
        })
        .map(|played| Answer::State(Box::new(state(played)))),
        Request::Find {
            path, executions, ..
        } => in_model(|| play.from_here(&path, executions)).map(|found| {
            Answer::Found(match found {
                FromHere::Fails(path) => Found::Fails(path),
                FromHere::Holds { executions } => Found::Holds { executions },
                FromHere::Unknown { executions } => Found::Unknown { executions },
            })
        }),
    };
    // What a check decides inside of one of the runs is about that run alone.
    check_state::with(check_state::CheckState::take_ending);
    answer.unwrap_or_else(Answer::Refused)
}

fn state(played: Played) -> State {
    let ending = played.is_over.then(|| match &played.failure {
        Some(failure) => {
            let outcome = ended_by(failure);
            Ending {
                verdict: outcome.verdict,
                explanation: explanation(failure, &outcome),
                message: outcome.message,
            }
        }
        None => Ending {
            verdict: Verdict::Passed,
            message: "the run is over, and nothing has failed".to_owned(),
            explanation: String::new(),
        },
    });
    State {
        position: played.position,
        ending,
    }
}

/// What went wrong in the run, if more can be said than its outcome does.
fn explanation(failure: &Failure, outcome: &Outcome) -> String {
    let closing = &failure.trace.closing;
    let is_said = outcome.message.contains(closing.as_str());
    if is_said {
        String::new()
    } else {
        closing.clone()
    }
}
