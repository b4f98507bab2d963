//! The lines on the private pipe: a record, or the call that a check is at. Each begins with the nonce of its run.

use course::text::plain;
use course::{MAX_WORDS, Outcome, clip, one_line};
use serde_json::Value;

use crate::play::{Answer, Request};

/// The argument that makes a check binary run one check and report it on the private pipe.
pub const CHILD: &str = "--checks-child";

/// The argument that names the directory which source files are quoted from.
pub const SOURCE: &str = "--checks-source";

/// The argument that says how many processes a search of the check may use; one if it is not there.
pub const JOBS: &str = "--checks-jobs";

/// The line that carries an outcome, ending in a line break; [`decode`] is its inverse.
///
/// What is too long is cut here, on the sending side, because a check's report must never be the reason why its verdict
/// does not arrive.
pub fn encode(outcome: &Outcome, nonce: &str) -> String {
    let json = serde_json::to_string(&outcome.clone().bounded());
    let json = json.expect("a record is plain data with string keys");
    format!("{nonce} {json}\n")
}

/// Reads a line that [`encode`] wrote with the same nonce.
///
/// # Errors
/// Everything else is refused, a wrong nonce first: such a line was not written by the checker.
pub fn decode(line: &str, nonce: &str) -> Result<Outcome, Disbelief> {
    let json = under_nonce(line, nonce)?;
    let shape = |error: serde_json::Error| Disbelief::Shape(error.to_string());
    let mut record: Value = serde_json::from_str(json).map_err(shape)?;
    make_plain(&mut record);
    serde_json::from_value(record).map_err(shape)
}

/// Reads a line that a [`Session`](crate::Session) wrote.
///
/// # Errors
/// The line asks for something that this version does not know.
pub fn decode_request(line: &str) -> Result<Request, Disbelief> {
    serde_json::from_str(line).map_err(|error| Disbelief::Shape(error.to_string()))
}

/// The line that carries an answer to a question, ending in a line break; [`decode_answer`] is its inverse.
pub fn encode_answer(answer: &Answer, nonce: &str) -> String {
    let json = serde_json::to_string(answer).expect("an answer is plain data with string keys");
    format!("{nonce} {json}\n")
}

/// Reads a line that [`encode_answer`] wrote with the same nonce.
///
/// # Errors
/// As [`decode`].
pub fn decode_answer(line: &str, nonce: &str) -> Result<Answer, Disbelief> {
    let json = under_nonce(line, nonce)?;
    if !json.starts_with('{') {
        // It is one of the other lines.
        return Err(Disbelief::Nonce);
    }
    let shape = |error: serde_json::Error| Disbelief::Shape(error.to_string());
    let mut answer: Value = serde_json::from_str(json).map_err(shape)?;
    make_plain(&mut answer);
    serde_json::from_value(answer).map_err(shape)
}

/// Takes control characters out of every text. Names and panics are the submission's own words, and escape sequences in
/// them could move a reader's cursor up and paint a grade. Here all of them come in, however they are drawn later.
fn make_plain(record: &mut Value) {
    match record {
        Value::String(text) => *text = plain(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(make_plain),
        Value::Object(fields) => fields.values_mut().for_each(make_plain),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What a line on the private pipe says under that nonce.
fn under_nonce<'line>(line: &'line str, nonce: &str) -> Result<&'line str, Disbelief> {
    let (given, said) = line.trim_end().split_once(' ').ok_or(Disbelief::Nonce)?;
    if given == nonce {
        Ok(said)
    } else {
        Err(Disbelief::Nonce)
    }
}

/// What begins a line that names the call which the check is at, in place of a record.
const CALLING: &str = "calling ";

/// The line that says which call of the submission the check is at, so that its parent can name it if no record comes.
pub(crate) fn encode_call(call: &str, nonce: &str) -> String {
    format!("{nonce} {CALLING}{}\n", one_line(call))
}

/// Reads a line that [`encode_call`] wrote with the same nonce.
pub(crate) fn decode_call(line: &str, nonce: &str) -> Option<String> {
    let said = under_nonce(line, nonce).ok()?;
    Some(clip(said.strip_prefix(CALLING)?, MAX_WORDS))
}

/// The rest of a line that asks whether the check, which has held, may pass.
const HELD: &str = "held";

/// The line that asks whether the check, all of which has held, may pass.
pub(crate) fn encode_question(nonce: &str) -> String {
    format!("{nonce} {HELD}\n")
}

/// Whether [`encode_question`] wrote the line, with the same nonce.
pub(crate) fn is_question(line: &str, nonce: &str) -> bool {
    under_nonce(line, nonce) == Ok(HELD)
}

/// What begins a line that says where a stack overflowed, in place of a record.
const OVERFLOW: &str = "overflowed ";

/// A stack that overflowed in a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Overflow {
    /// The model's thread.
    pub(crate) thread: String,
    /// Where its last operation in the model was: `src/lib.rs:12`.
    pub(crate) place: Option<String>,
}

/// What such a line begins with; the place or `-`, a space and the thread's name follow.
#[cfg(any(unix, test))]
pub(crate) fn overflow_head(nonce: &str) -> String {
    format!("{nonce} {OVERFLOW}")
}

/// Reads a line that begins with [`overflow_head`] of the same nonce.
pub(crate) fn decode_overflow(line: &str, nonce: &str) -> Option<Overflow> {
    let said = under_nonce(line, nonce).ok()?.strip_prefix(OVERFLOW)?;
    let (place, thread) = said.split_once(' ')?;
    Some(Overflow {
        thread: clip(&plain(thread), MAX_WORDS),
        place: (place != "-").then(|| clip(&plain(place), MAX_WORDS)),
    })
}

/// Why a line on the private pipe is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disbelief {
    /// It does not begin with the nonce of this run.
    #[error("the line does not carry the nonce of this run")]
    Nonce,
    /// The nonce is right and the rest is no record: checker and parent are of different versions.
    #[error("the record cannot be read: {0}")]
    Shape(String),
}

#[cfg(test)]
mod tests {
    use course::{Cause, Evidence, Figures, MAX_MESSAGE, Note, Verdict};
    use runtrace::{Site, Step, Trace};

    use super::*;

    fn step(words: &str, line: u32) -> Step {
        Step {
            thread: words.to_owned(),
            op: "load".to_owned(),
            object: words.to_owned(),
            value: Some("0".to_owned()),
            site: Site {
                file: "src/lib.rs".to_owned(),
                line,
            },
        }
    }

    fn showing(steps: Vec<Step>) -> Evidence {
        Evidence::Trace(Trace {
            steps,
            ..Trace::default()
        })
    }

    fn race() -> Outcome {
        Outcome {
            figures: Figures {
                executions: Some(9),
                exhaustive: Some(true),
                virtual_seconds: None,
            },
            ..Outcome::of(Verdict::Race, "one update is lost")
        }
        .because(Cause::PanickedRace)
        .noting(Note::said("So it came."))
        .showing(showing(vec![step("worker 1", 12)]))
    }

    #[test]
    fn a_record_travels_in_one_line_and_comes_back_equal() {
        let line = encode(&race(), "n0nce");
        assert_eq!(line.matches('\n').count(), 1);
        assert!(line.ends_with('\n'));
        assert_eq!(decode(&line, "n0nce"), Ok(race()));
    }

    #[test]
    fn a_line_without_the_nonce_of_this_run_is_not_believed() {
        let forged = encode(&Outcome::passed(""), "another");
        assert_eq!(decode(&forged, "n0nce"), Err(Disbelief::Nonce));
        assert_eq!(decode("", "n0nce"), Err(Disbelief::Nonce));
        assert_eq!(decode("n0nce", "n0nce"), Err(Disbelief::Nonce));
        let prefix = encode(&Outcome::passed(""), "n0n");
        assert_eq!(decode(&prefix, "n0nce"), Err(Disbelief::Nonce));
    }

    #[test]
    fn a_call_travels_in_a_line_that_is_no_record() {
        let line = encode_call("do_tasks(3)", "n0nce");
        assert_eq!(decode_call(&line, "n0nce").as_deref(), Some("do_tasks(3)"));
        assert_eq!(decode_call(&line, "another"), None);
        assert_eq!(decode_call(&encode(&race(), "n0nce"), "n0nce"), None);
    }

    #[test]
    fn a_question_is_asked_under_the_nonce() {
        let line = encode_question("n0nce");
        assert!(is_question(&line, "n0nce"));
        assert!(!is_question(&line, "another"));
        assert!(!is_question(&encode(&race(), "n0nce"), "n0nce"));
    }

    #[test]
    fn an_overflow_is_a_line_with_its_place_and_its_thread() {
        let line = |nonce, rest: &str| format!("{}{rest}\n", overflow_head(nonce));
        let overflow = |place: Option<&str>, thread: &str| Overflow {
            thread: thread.to_owned(),
            place: place.map(str::to_owned),
        };
        assert_eq!(
            decode_overflow(&line("n", "src/lib.rs:12 worker 1"), "n"),
            Some(overflow(Some("src/lib.rs:12"), "worker 1"))
        );
        assert_eq!(
            decode_overflow(&line("n", "- main"), "n"),
            Some(overflow(None, "main"))
        );
        assert_eq!(decode_overflow(&line("other", "- main"), "n"), None);
    }

    #[test]
    fn the_right_nonce_with_no_record_is_told_apart() {
        assert!(matches!(
            decode("n0nce {}\n", "n0nce"),
            Err(Disbelief::Shape(_))
        ));
    }

    #[test]
    fn what_is_too_long_is_cut_and_still_arrives() {
        let long = "é".repeat(1_000_000);
        let mut outcome = Outcome::of(Verdict::Panicked, "")
            .noting(Note::said(&long))
            .showing(showing(vec![step(&"é".repeat(1_000), 1); 3_000]));
        outcome.message = long;
        let line = encode(&outcome, "n");
        assert!(line.len() < 1 << 20, "{} bytes", line.len());
        let read = decode(&line, "n").expect("it is whole");
        assert!(
            read.message.chars().count() < MAX_MESSAGE + MAX_WORDS + 100,
            "{}",
            read.message
        );
    }

    #[test]
    fn a_submission_cannot_draw_on_the_readers_terminal() {
        let painted = "\x1b[2J\x1b[32mPASS";
        let outcome = Outcome::of(Verdict::Panicked, painted)
            .noting(Note::said(painted))
            .showing(showing(vec![step(painted, 1)]));
        let read = decode(&encode(&outcome, "n"), "n").expect("it is whole");
        let text = format!("{read:?}");
        assert!(!text.contains("\\u{1b}") && text.contains("PASS"), "{text}");
    }
}
