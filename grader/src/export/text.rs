//! The report for people: an overview of every check, and what went wrong at length where there is
//! room for it.

use std::collections::BTreeSet;
use std::io::{self, Write};

use course::text::{NARROW, Paint, columns, indented, plain, wrapped};
use course::{Score, Verdict};

use super::Renderer;
use super::advice::{Advice, advice};
use super::words::points;
use crate::score::{CheckReport, ExerciseReport, Report};

/// Failures that are told at length although nobody asked for them by name.
const FEW: usize = 2;

/// Columns of points: `10/10`.
const SCORE: usize = 5;

/// Columns before what is told at length, if it is not too wide for them.
const INDENT: usize = 4;

/// Renders lines that are no wider than what they are read on; below [`NARROW`] columns, messages stand below names.
#[derive(Debug, Clone)]
pub struct Text {
    /// Colour or not.
    pub paint: Paint,
    /// Columns of a line; see [`course::text::width_on`].
    pub width: usize,
    /// True if exercises were asked for by name: then each failure is told at length.
    pub at_length: bool,
    /// True if the submission is the workspace's own.
    pub own: bool,
    /// How the grader was called, up to the names of exercises.
    pub command: String,
}

impl Renderer for Text {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let at_length = self.at_length || failures(report) <= FEW;
        for exercise in &report.exercises {
            self.exercise(exercise, at_length, out)?;
        }
        self.summary(report, out)?;
        for Advice { text, command } in advice(report, &self.command, self.own, at_length) {
            writeln!(out)?;
            for line in wrapped(&text, self.width) {
                writeln!(out, "{line}")?;
            }
            if let Some(command) = command {
                writeln!(out, "{:INDENT$}{}", "", self.paint.bold(&command))?;
            }
        }
        Ok(())
    }
}

impl Text {
    fn exercise(
        &self,
        exercise: &ExerciseReport,
        at_length: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let title = format!("{}  {}", exercise.name, exercise.title);
        let total = exercise.total();
        let score = points(total, "");
        self.title(&title, &score, out)?;

        // One cause for all is said once, unless each `todo!()` is asked for.
        let common = exercise
            .common_failure()
            .filter(|first| first.verdict() != Verdict::NotAttempted || !self.at_length);
        let mut told = BTreeSet::<String>::new();
        let mut apart = false;
        for check in common.map_or(exercise.checks.as_slice(), std::slice::from_ref) {
            if apart {
                writeln!(out)?;
            }
            match common {
                Some(_) => self.line(
                    check,
                    &format!("all {} checks", exercise.checks.len()),
                    total,
                    out,
                )?,
                None => self.line(check, &check.name, check.score(), out)?,
            }
            apart = self.account(check, at_length, &mut told, out)?;
        }
        writeln!(out)
    }

    /// The title on the left, the score on the right, both on lines of their own if they need them.
    fn title(&self, title: &str, score: &str, out: &mut dyn Write) -> io::Result<()> {
        let lines = wrapped(title, self.width);
        for (at, line) in lines.iter().enumerate() {
            // A title has two spaces after the exercise, which wrapping takes for one.
            let line = if lines.len() == 1 { title } else { line };
            write!(out, "{}", self.paint.bold(line))?;
            if at + 1 < lines.len() {
                writeln!(out)?;
                continue;
            }
            match self.width.checked_sub(columns(line) + columns(score)) {
                Some(gap) if gap >= 2 => writeln!(out, "{:gap$}{score}", "")?,
                _ => writeln!(out, "\n{score:>width$}", width = self.width)?,
            }
        }
        Ok(())
    }

    /// `          RACE  0/2    no_update_is_lost  one update is lost`, with what does not fit on
    /// lines of its own.
    fn line(
        &self,
        check: &CheckReport,
        name: &str,
        score: Score,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let is_narrow = self.width < NARROW;
        let width = if is_narrow { 0 } else { Verdict::WIDTH };
        let word = format!("{:>width$}", check.verdict().word());
        let gained = if check.verdict().undecided() {
            "?".to_owned()
        } else {
            score.gained.to_string()
        };
        let score = format!("{gained}/{}", score.possible);
        let message = plain(&check.outcome.message);
        let begin = columns(&word) + 2 + columns(&score).max(SCORE) + 2;
        let margin = if is_narrow { INDENT } else { begin };
        let word = self.paint.verdict(check.verdict(), &word);
        if begin + columns(name) <= self.width {
            write!(out, "{word}  {score:<SCORE$}  ")?;
        } else {
            let indent = margin.min(self.width.saturating_sub(columns(name)));
            write!(out, "{word}  {score}\n{:indent$}", "")?;
        }
        write!(out, "{name}")?;
        if begin + columns(name) + 2 + columns(&message) <= self.width {
            let separator = if message.is_empty() { "" } else { "  " };
            return writeln!(out, "{separator}{}", self.paint.dim(&message));
        }
        writeln!(out)?;
        for line in wrapped(&message, self.width - margin) {
            writeln!(out, "{:margin$}{}", "", self.paint.dim(&line))?;
        }
        Ok(())
    }

    /// What went wrong at length, and the hint. Neither is repeated from check to check. True if
    /// there was anything.
    fn account(
        &self,
        check: &CheckReport,
        at_length: bool,
        told: &mut BTreeSet<String>,
        out: &mut dyn Write,
    ) -> io::Result<bool> {
        // What is still to do needs no explanation unless it is asked for.
        let at_length = if check.verdict() == Verdict::NotAttempted {
            self.at_length
        } else {
            at_length
        };
        if !at_length || check.verdict().passed() {
            return Ok(false);
        }
        let indent = if self.width < NARROW { 0 } else { INDENT };
        let account = check.outcome.account(self.paint.style(self.width - indent));
        let mut said = false;
        if !account.is_empty() && told.insert(account.clone()) {
            said = true;
            writeln!(out)?;
            for line in indented(&account, indent, self.width) {
                writeln!(out, "{line}")?;
            }
        }
        if let Some(hint) = check
            .hint
            .as_deref()
            .filter(|hint| told.insert((*hint).to_owned()))
        {
            said = true;
            writeln!(out)?;
            for line in wrapped(&format!("Hint: {hint}"), self.width - indent) {
                writeln!(out, "{:indent$}{}", "", self.paint.bold(&line))?;
            }
        }
        Ok(said)
    }

    /// "5 of 50 points; 25 checks: 3 PASS, 1 RACE, 21 TODO", on as many lines as it needs.
    fn summary(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let score = points(report.total(), " points");
        let total = format!("; {} checks:", report.checks().count());
        let mut column = columns(&score) + columns(&total);
        write!(out, "{}{total}", self.paint.bold(&score))?;

        let counts = Verdict::ALL.map(|verdict| (verdict, report.count(verdict)));
        let mut counts = counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .peekable();
        while let Some((verdict, count)) = counts.next() {
            let text = format!("{count} {}", verdict.word());
            let comma = if counts.peek().is_some() { "," } else { "" };
            let width = columns(&text) + comma.len();
            let (gap, start) = if column + 1 + width > self.width {
                ("\n", 0)
            } else {
                (" ", column + 1)
            };
            write!(out, "{gap}{}{comma}", self.paint.verdict(verdict, &text))?;
            column = start + width;
        }
        writeln!(out)
    }
}

/// Things to tell at length. What was not attempted has nothing to tell.
fn failures(report: &Report) -> usize {
    let of = |exercise: &ExerciseReport| match exercise.common_failure() {
        Some(first) => usize::from(first.verdict() != Verdict::NotAttempted),
        None => {
            let failed = |check: &&CheckReport| {
                !matches!(check.verdict(), Verdict::Passed | Verdict::NotAttempted)
            };
            exercise.checks.iter().filter(failed).count()
        }
    };
    report.exercises.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use course::text::WIDTH;
    use course::{Evidence, Note, Outcome};
    use runtrace::{Row, RowKind, Trace};

    use super::*;
    use crate::fixture::exercise;
    use crate::score::Graded;

    /// The text for one exercise with two checks.
    fn text(outcomes: [Outcome; 2], at_length: bool, own: bool) -> String {
        text_in(WIDTH, outcomes, at_length, own)
    }

    fn text_in(width: usize, outcomes: [Outcome; 2], at_length: bool, own: bool) -> String {
        let exercise = exercise("ex03_race_conditions");
        let report = Report::new("alice", vec![(&exercise, Graded::ran(outcomes.to_vec()))]);
        let command = "cargo run -p grader --".to_owned();
        let mut out = Vec::new();
        Text {
            paint: Paint::Plain,
            width,
            at_length,
            own,
            command,
        }
        .render(&report, &mut out)
        .unwrap();
        String::from_utf8(out).unwrap()
    }

    fn race() -> Outcome {
        let row = |number, thread, text: &str| Row {
            kind: RowKind::Step,
            number: Some(number),
            thread,
            text: text.to_owned(),
            brief: Vec::new(),
            known: None,
            place: "src/lib.rs:17".to_owned(),
            marked: false,
        };
        let trace = Trace {
            threads: vec!["main".to_owned(), "worker 1".to_owned()],
            rows: vec![row(1, 0, "load 0"), row(2, 1, "load 0")],
            closing: "worker 1 read 0 at src/lib.rs:17 and wrote at src/lib.rs:18 without knowing that main had written."
                .to_owned(),
            ..Trace::default()
        };
        Outcome::of(
            Verdict::Race,
            "one thread added 1 and another added 2, so the counter must stand at 3",
        )
        .showing(Evidence::Trace(trace))
    }

    fn todo(task: u32) -> Outcome {
        Outcome::of(
            Verdict::NotAttempted,
            format!("todo!() at src/lib.rs:9: Task {task}"),
        )
    }

    #[test]
    fn a_failure_is_told_at_length_with_its_hint() {
        insta::assert_snapshot!(text([Outcome::passed("all 5 interleavings"), race()], true, true), @r"
        ex03  Race conditions and Mutex                                          3 of 10
                  PASS  3/3    the_order_is_kept  all 5 interleavings
                  RACE  0/7    no_update_is_lost
                               one thread added 1 and another added 2, so the counter
                               must stand at 3

            What happened, step by step:

                  main        worker 1
               1  load 0                   src/lib.rs:17
               2              load 0       src/lib.rs:17

            worker 1 read 0 at src/lib.rs:17 and wrote at src/lib.rs:18 without knowing
              that main had written.

            Hint: What if both read first?

        3 of 10 points; 2 checks: 1 PASS, 1 RACE

        Edit exercises/ex03_race_conditions/src/lib.rs, then run:
            cargo test -p ex03
        ");
    }

    #[test]
    fn a_narrow_terminal_has_all_of_it_and_no_line_is_broken_elsewhere() {
        let outcomes = [Outcome::passed("all 5 interleavings"), race()];
        let text = text_in(40, outcomes, true, true);
        insta::assert_snapshot!(text, @r"
        ex03  Race conditions and Mutex  3 of 10
        PASS  3/3    the_order_is_kept
            all 5 interleavings
        RACE  0/7    no_update_is_lost
            one thread added 1 and another added
            2, so the counter must stand at 3

        What happened, step by step:

          1 main: load 0, src/lib.rs:17
          2 worker 1: load 0, src/lib.rs:17

        worker 1 read 0 at src/lib.rs:17 and
          wrote at src/lib.rs:18 without knowing
          that main had written.

        Hint: What if both read first?

        3 of 10 points; 2 checks: 1 PASS, 1 RACE

        Edit
        exercises/ex03_race_conditions/src/lib.rs,
        then run:
            cargo test -p ex03
        ");
    }

    #[test]
    fn an_untouched_exercise_is_one_line_and_what_to_do() {
        insta::assert_snapshot!(text([todo(1), todo(2)], false, true), @r"
        ex03  Race conditions and Mutex                                          0 of 10
                  TODO  0/10   all 2 checks  todo!() at src/lib.rs:9: Task 1

        0 of 10 points; 2 checks: 2 TODO

        Start with exercises/ex03_race_conditions/README.md, edit src/lib.rs beside it,
        then run:
            cargo test -p ex03
        ");
    }

    #[test]
    fn each_todo_is_named_when_the_exercise_is() {
        insta::assert_snapshot!(text([todo(1), todo(2)], true, true), @r"
        ex03  Race conditions and Mutex                                          0 of 10
                  TODO  0/3    the_order_is_kept  todo!() at src/lib.rs:9: Task 1
                  TODO  0/7    no_update_is_lost  todo!() at src/lib.rs:9: Task 2

        0 of 10 points; 2 checks: 2 TODO

        Start with exercises/ex03_race_conditions/README.md, edit src/lib.rs beside it,
        then run:
            cargo test -p ex03
        ");
    }

    #[test]
    fn the_compilers_message_is_shown_once_for_all_checks() {
        let build = Outcome::of(Verdict::BuildFailed, "src/lib.rs:12: mismatched types")
            .noting(Note::said("error[E0308]: mismatched types"));
        insta::assert_snapshot!(text([build.clone(), build], false, false), @r"
        ex03  Race conditions and Mutex                                          0 of 10
                 BUILD  0/10   all 2 checks  src/lib.rs:12: mismatched types

            error[E0308]: mismatched types

        0 of 10 points; 2 checks: 2 BUILD
        ");
    }

    #[test]
    fn a_fault_of_the_grader_and_an_undecided_check_are_not_passed_over() {
        let fault = Outcome::of(
            Verdict::GraderFault,
            "this compiles on std but not on the model",
        );
        let unsure = Outcome::of(Verdict::Inconclusive, "too few cores");
        insta::assert_snapshot!(text([fault, unsure], true, true), @r"
        ex03  Race conditions and Mutex                            0 of 10, 10 undecided
                GRADER  ?/3    the_order_is_kept
                               this compiles on std but not on the model
                UNSURE  ?/7    no_update_is_lost  too few cores

        0 of 10 points, 10 undecided; 2 checks: 1 UNSURE, 1 GRADER

        1 check could not be graded through a fault of the grader. Its 3 points are
        undecided: they are neither given nor lost until it is mended. Please report it
        with the messages above.

        1 check could not be decided. Its 7 points are neither given nor lost: what is
        said there tells what to change.
        ");
    }
}
