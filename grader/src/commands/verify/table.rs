//! What `verify` prints: a line for each exercise, each inconsistency at length, and one sentence.

use std::collections::BTreeSet;
use std::io::{self, Write};

use course::Verdict;
use course::text::{Paint, columns, hanging, width_on, wrapped};

use super::{Inconsistency, Row, Timing, Verification, second};

/// Lines of a detail that are shown; the whole of it is what `grader` shows of that submission.
const DETAIL: usize = 24;

/// Columns of the table, with room for "2 bad, draft".
const TABLE: usize = 80;

impl Verification {
    /// Writes everything that was found, in lines of `width` columns.
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn render(&self, paint: Paint, width: usize, out: &mut dyn Write) -> io::Result<()> {
        let is_narrow = width < TABLE;
        if !is_narrow {
            let head = format!("{:<43}checks  points  wrong  right", "exercise");
            writeln!(out, "{}", paint.bold(&head))?;
        }
        for row in &self.rows {
            match is_narrow {
                true => render_narrow(row, width, paint, out)?,
                false => render_row(row, paint, out)?,
            }
        }
        let mut told = BTreeSet::new();
        for inconsistency in &self.inconsistencies {
            writeln!(out)?;
            render_inconsistency(inconsistency, &mut told, width_on(width), paint, out)?;
        }
        writeln!(out)?;
        if let Some(opinions) = &self.opinions {
            second::render(opinions, paint, width, out)?;
        }
        if let Some(timings) = &self.timings {
            render_timings(timings, out)?;
        }
        writeln!(out, "{}", hanging(&self.summary(paint), 2, width))
    }

    /// "5 exercises, 154 submissions, 812 runs of checks: consistent"
    fn summary(&self, paint: Paint) -> String {
        let submissions: usize = self.rows.iter().map(|row| row.wrong + row.right + 2).sum();
        let result = match self.inconsistencies.len() {
            0 => paint.verdict(Verdict::Passed, "consistent"),
            1 => paint.verdict(Verdict::Wrong, "1 inconsistency"),
            count => paint.verdict(Verdict::Wrong, &format!("{count} inconsistencies")),
        };
        let exercises = match self.rows.len() {
            1 => "1 exercise".to_owned(),
            count => format!("{count} exercises"),
        };
        let runs = self.runs;
        format!("{exercises}, {submissions} submissions, {runs} runs of checks: {result}")
    }
}

fn result(row: &Row, paint: Paint) -> String {
    let result = match row.inconsistencies {
        0 => paint.verdict(Verdict::Passed, "ok"),
        count => paint.verdict(Verdict::Wrong, &format!("{count} bad")),
    };
    if row.draft {
        format!("{result}, draft")
    } else {
        result
    }
}

/// A row without a table around it: what it is, and below it the figures.
fn render_narrow(row: &Row, width: usize, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let title = format!("{}  {}", row.name, hanging(&row.title, 6, width));
    writeln!(out, "{}", paint.bold(&title))?;
    let figures = format!(
        "{} checks, {} points, {} wrong, {} right: {}",
        row.checks,
        row.points,
        row.wrong,
        row.right,
        result(row, paint)
    );
    writeln!(out, "      {}", hanging(&figures, 6, width))
}

fn render_row(row: &Row, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let result = result(row, paint);
    let gap = 36usize.saturating_sub(columns(&row.title));
    let Row {
        name,
        title,
        checks,
        wrong,
        right,
        ..
    } = row;
    writeln!(
        out,
        "{name}  {title}{:gap$} {checks:>6}  {:>6}  {wrong:>5}  {right:>5}  {result}",
        "", row.points
    )
}

/// Many fixtures may fail for one reason, whose text is shown with the first of them.
fn render_inconsistency<'r>(
    found: &'r Inconsistency,
    told: &mut BTreeSet<&'r str>,
    width: usize,
    paint: Paint,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", paint.bold(&found.place))?;
    for line in wrapped(&found.problem, width - 2) {
        writeln!(out, "  {}", paint.verdict(Verdict::Wrong, &line))?;
    }
    let Some(detail) = found.detail.as_deref().filter(|detail| told.insert(detail)) else {
        return Ok(());
    };
    let lines: Vec<_> = detail.lines().collect();
    for line in lines.iter().take(DETAIL) {
        writeln!(out, "{}", format!("    {line}").trim_end())?;
    }
    match lines.len().saturating_sub(DETAIL) {
        0 => Ok(()),
        more => writeln!(out, "    ... {more} more lines"),
    }
}

/// "ex01-ex04 solutions: 312 s of virtual time, 0.8 s of process time"
fn render_timings(timings: &[Timing], out: &mut dyn Write) -> io::Result<()> {
    let mut line = |name: &str, seconds: f64, real: f64| {
        writeln!(
            out,
            "{name} solutions: {seconds:.1} s of virtual time, {real:.2} s of process time"
        )
    };
    for timing in timings {
        line(
            &timing.exercise,
            timing.virtual_seconds,
            timing.real.as_secs_f64(),
        )?;
    }
    if let [first, .., last] = timings {
        let name = format!("{}-{}", first.exercise, last.exercise);
        let virtual_seconds = timings.iter().map(|timing| timing.virtual_seconds).sum();
        let real = timings.iter().map(|timing| timing.real.as_secs_f64()).sum();
        line(&name, virtual_seconds, real)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn row(name: &str, title: &str, inconsistencies: usize) -> Row {
        Row {
            name: name.to_owned(),
            title: title.to_owned(),
            checks: 6,
            points: 10,
            wrong: 17,
            right: 6,
            draft: name == "ex17",
            inconsistencies,
        }
    }

    fn timing(exercise: &str, virtual_seconds: f64) -> Timing {
        Timing {
            exercise: exercise.to_owned(),
            virtual_seconds,
            real: Duration::from_millis(120),
        }
    }

    fn text(verification: &Verification) -> String {
        let mut out = Vec::new();
        verification.render(Paint::Plain, 80, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_consistent_course_is_a_table_and_a_sentence() {
        let rows = vec![
            row("ex01", "Slow code and a stopwatch", 0),
            row("ex02", "Threads by hand", 0),
        ];
        let timings = Some(vec![timing("ex01", 3841.234), timing("ex02", 29.0)]);
        insta::assert_snapshot!(text(&Verification { rows, inconsistencies: vec![], timings, opinions: None, runs: 300 }), @r"
        exercise                                   checks  points  wrong  right
        ex01  Slow code and a stopwatch                 6      10     17      6  ok
        ex02  Threads by hand                           6      10     17      6  ok

        ex01 solutions: 3841.2 s of virtual time, 0.12 s of process time
        ex02 solutions: 29.0 s of virtual time, 0.12 s of process time
        ex01-ex02 solutions: 3870.2 s of virtual time, 0.24 s of process time
        2 exercises, 50 submissions, 300 runs of checks: consistent
        ");
    }

    #[test]
    fn a_narrow_terminal_has_two_lines_for_each_exercise() {
        let verification = Verification {
            rows: vec![row("ex17", "並行処理のための長い題名", 0)],
            inconsistencies: vec![],
            timings: None,
            opinions: None,
            runs: 12,
        };
        let mut out = Vec::new();
        verification.render(Paint::Plain, 40, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        insta::assert_snapshot!(text, @r"
        ex17  並行処理のための長い題名
              6 checks, 10 points, 17 wrong, 6
              right: ok, draft

        1 exercise, 25 submissions, 12 runs of
          checks: consistent
        ");
    }

    #[test]
    fn a_draft_is_called_so() {
        let rows = vec![row("ex16", "Whole", 0), row("ex17", "Naps", 2)];
        let (inconsistencies, runs) = (vec![], 12);
        let text = text(&Verification {
            rows,
            inconsistencies,
            timings: None,
            opinions: None,
            runs,
        });
        let ends: Vec<_> = text.lines().map(|line| line.rsplit("  ").next()).collect();
        assert_eq!(ends[1..3], [Some("ok"), Some("2 bad, draft")], "{text}");
    }

    #[test]
    fn an_inconsistency_names_its_place_and_shows_its_detail_once() {
        let found = |check: &str| Inconsistency {
            exercise: "ex04".to_owned(),
            place: "tests/submissions/ex04/wrong/polls_the_queue.rs".to_owned(),
            problem: format!("{check}: expected passed, got race"),
            detail: Some("the same text\n\nin lines".to_owned()),
        };
        let rows = vec![row("ex04", "A pool of threads", 2)];
        let inconsistencies = vec![
            found("no_task_is_lost"),
            found("map_answers_in_input_order"),
        ];
        insta::assert_snapshot!(text(&Verification { rows, inconsistencies, timings: None, opinions: None, runs: 100 }), @r"
        exercise                                   checks  points  wrong  right
        ex04  A pool of threads                         6      10     17      6  2 bad

        tests/submissions/ex04/wrong/polls_the_queue.rs
          no_task_is_lost: expected passed, got race
            the same text

            in lines

        tests/submissions/ex04/wrong/polls_the_queue.rs
          map_answers_in_input_order: expected passed, got race

        1 exercise, 25 submissions, 100 runs of checks: 2 inconsistencies
        ");
    }
}
