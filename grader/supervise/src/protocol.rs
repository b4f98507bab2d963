//! The lines on the private pipe: a record, or the call that a check is at. Each begins with the nonce of its run.

use course::{MAX_WORDS, Outcome, clip, one_line};

/// The argument that makes a check binary run one check and report it on the private pipe.
pub const CHILD: &str = "--checks-child";

/// The argument that names the directory which source files are quoted from.
pub const SOURCE: &str = "--checks-source";

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
    serde_json::from_str(json).map_err(|error| Disbelief::Shape(error.to_string()))
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
    use course::{Cause, MAX_DETAIL, MAX_MESSAGE, MAX_STEPS, Step, Verdict};

    use super::*;

    fn race() -> Outcome {
        Outcome {
            executions: Some(9),
            exhaustive: Some(true),
            cause: Some(Cause::PanickedRace),
            trace: vec![Step {
                thread: "worker 1".to_owned(),
                op: "load".to_owned(),
                value: Some("0".to_owned()),
                file: "src/lib.rs".to_owned(),
                line: 12,
            }],
            ..Outcome::of(Verdict::Race, "one update is lost")
                .with_report("main | worker 1\n     | load\n")
        }
    }

    #[test]
    fn a_record_travels_in_one_line() {
        let line = encode(&race(), "n0nce");
        assert_eq!(line.matches('\n').count(), 1);
        assert!(line.ends_with('\n'));
        assert_eq!(decode(&line, "n0nce"), Ok(race()));
    }

    #[test]
    fn the_field_names_are_those_of_the_published_schema() {
        let line = encode(&race(), "n");
        let json: serde_json::Value =
            serde_json::from_str(line.strip_prefix("n ").unwrap()).unwrap();
        assert_eq!(json["verdict"], "race");
        assert_eq!(json["virtual_seconds"], serde_json::Value::Null);
        assert_eq!(json["trace"][0]["op"], "load");
        assert_eq!(json["trace"][0]["line"], 12);
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
    fn the_right_nonce_with_no_record_is_told_apart() {
        assert!(matches!(
            decode("n0nce {}\n", "n0nce"),
            Err(Disbelief::Shape(_))
        ));
    }

    #[test]
    fn what_is_too_long_is_cut_and_still_arrives() {
        let mut outcome = race().with_report(&"é".repeat(MAX_DETAIL));
        outcome.trace = (0..3_000)
            .map(|line| Step {
                line,
                ..outcome.trace[0].clone()
            })
            .collect();
        let read = decode(&encode(&outcome, "n"), "n").unwrap();
        assert_eq!(read.trace.len(), MAX_STEPS);
        assert_eq!(
            read.trace.last().map(|step| step.line),
            Some(2_999),
            "the end is what matters"
        );
        assert!(read.detail.len() < MAX_DETAIL + 100);
        assert!(read.detail.ends_with("are left out]"), "{}", read.detail);
    }

    #[test]
    fn long_messages_names_and_values_do_not_lose_the_record() {
        let long = "é".repeat(1_000_000);
        let mut outcome = Outcome::of(Verdict::Panicked, &long).with_report(&long);
        assert!(outcome.message.chars().count() < MAX_MESSAGE + 100);
        assert!(
            outcome.message.ends_with("(999400 more characters)"),
            "{}",
            outcome.message
        );
        outcome.message = long.clone();
        outcome.detail = format!("{long}\n\nhow it came to that");
        let step = Step {
            thread: long.clone(),
            op: long.clone(),
            value: Some(long.clone()),
            file: long,
            line: 1,
        };
        outcome.trace = vec![step; 2];
        let line = encode(&outcome, "n");
        assert!(line.len() < 2 * MAX_DETAIL, "{} bytes", line.len());
        let read = decode(&line, "n").unwrap();
        assert!(read.detail.starts_with(&read.message), "{}", read.detail);
        assert!(read.detail.ends_with("\n\nhow it came to that"));
    }
}
