//! `-v`: says on stderr what is run and what comes out of it, event by event.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use crate::event::{Event, Listener};

/// Writes a line for each event.
#[derive(Debug, Clone, Copy)]
pub struct Verbose;

impl Listener for Verbose {
    fn hear(&self, event: &Event<'_>) {
        // One call, so that lines of different threads do not mix. Nobody is left to tell if it fails.
        let _ = io::stderr().write_all(line(event).as_bytes());
    }
}

/// The line, with its line break; empty if there is nothing to say.
fn line(event: &Event<'_>) -> String {
    let mut line = String::new();
    let written = match event {
        Event::Preparing => writeln!(line, "building the libraries of the checks"),
        Event::Prepared { dir } => writeln!(line, "building submissions in {}", dir.display()),
        Event::Confined { layers } => writeln!(line, "submissions are confined: {layers}"),
        Event::SubmissionBegun { submission, .. } => writeln!(line, "grading {submission}"),
        Event::ClassBegun { files } => writeln!(line, "grading {files} distinct files"),
        Event::ExerciseBegun { .. } | Event::SubmissionEnded { .. } | Event::ClassEnded => Ok(()),
        Event::Taken { exercise, files } => writeln!(line, "{exercise}: files: {files}"),
        Event::Started { command } => writeln!(line, "$ {command:?}"),
        Event::Compiled { exercise, dir } => {
            writeln!(line, "{exercise}: compiled in {}", dir.display())
        }
        Event::Rejected { exercise, outcome } => {
            let (word, message) = (outcome.verdict.word(), &outcome.message);
            writeln!(line, "{exercise}: {word}: {message}")
        }
        Event::CheckEnded {
            exercise,
            check,
            outcome,
        } => {
            let (word, message) = (outcome.verdict.word(), &outcome.message);
            writeln!(line, "{exercise} {check}: {word}: {message}")
        }
        Event::Forged {
            exercise,
            check,
            outcome,
        } => writeln!(
            line,
            "{exercise} {check}: {}: look at the file",
            outcome.message
        ),
        Event::ExerciseEnded { exercise, outcomes } => {
            let passed = outcomes.iter().filter(|it| it.verdict.passed()).count();
            writeln!(
                line,
                "{exercise}: {passed} of {} checks pass",
                outcomes.len()
            )
        }
    };
    // Writing to a `String` cannot fail.
    written.unwrap_or_default();
    line
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use course::{Outcome, Verdict};

    use super::*;

    #[test]
    fn what_is_run_is_said_with_its_arguments() {
        let mut command = Command::new("rustc");
        command.args(["--crate-name", "ex03"]);
        let said = line(&Event::Started { command: &command });
        assert!(
            said.contains("rustc") && said.contains("--crate-name"),
            "{said}"
        );
        let race = Outcome::of(Verdict::Race, "one update is lost");
        let said = line(&Event::CheckEnded {
            exercise: "ex03",
            check: "no_update_is_lost",
            outcome: &race,
        });
        assert_eq!(said, "ex03 no_update_is_lost: RACE: one update is lost\n");
    }
}
