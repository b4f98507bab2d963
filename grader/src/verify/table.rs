//! What `verify` prints: a line for each exercise, each inconsistency at length, and one sentence.

use std::collections::BTreeSet;
use std::io::{self, Write};

use checks::Verdict;

use super::{Inconsistency, Row, Timing, Verification};
use crate::report::{Paint, points, wrapped};

/// Columns of a line.
const WIDTH: usize = 80;

/// Lines of a detail that are shown; the whole of it is what `grader` shows of that submission.
const DETAIL: usize = 24;

impl Verification {
    /// Writes everything that was found.
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn render(&self, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", paint.bold("exercise                                   checks  points  wrong  right"))?;
        for row in &self.rows {
            render_row(row, paint, out)?;
        }
        let mut told = BTreeSet::new();
        for inconsistency in &self.inconsistencies {
            writeln!(out)?;
            render_inconsistency(inconsistency, &mut told, paint, out)?;
        }
        writeln!(out)?;
        if let Some(timings) = &self.timings {
            render_timings(timings, out)?;
        }
        writeln!(out, "{}", self.summary(paint))
    }

    /// "5 exercises, 154 submissions, 812 runs of checks: consistent"
    fn summary(&self, paint: Paint) -> String {
        let submissions: usize = self.rows.iter().map(|row| row.wrong + row.right + 2).sum();
        let result = match self.inconsistencies.len() {
            0 => paint.verdict(Verdict::Passed, "consistent"),
            1 => paint.verdict(Verdict::Wrong, "1 inconsistency"),
            count => paint.verdict(Verdict::Wrong, &format!("{count} inconsistencies")),
        };
        let exercises = self.rows.len();
        format!("{exercises} exercises, {submissions} submissions, {} runs of checks: {result}", self.runs)
    }
}

fn render_row(row: &Row, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
    let result = match row.inconsistencies {
        0 => paint.verdict(Verdict::Passed, "ok"),
        count => paint.verdict(Verdict::Wrong, &format!("{count} bad")),
    };
    let Row { name, title, checks, wrong, right, .. } = row;
    writeln!(out, "{name}  {title:<36} {checks:>6}  {:>6}  {wrong:>5}  {right:>5}  {result}", points(row.points))
}

/// Many fixtures may fail for one reason, whose text is shown with the first of them.
fn render_inconsistency<'r>(
    found: &'r Inconsistency,
    told: &mut BTreeSet<&'r str>,
    paint: Paint,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", paint.bold(&found.place))?;
    for line in wrapped(&found.problem, WIDTH - 2) {
        writeln!(out, "  {}", paint.verdict(Verdict::Wrong, &line))?;
    }
    let Some(detail) = found.detail.as_deref().filter(|detail| told.insert(detail)) else { return Ok(()) };
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
        writeln!(out, "{name} solutions: {seconds:.1} s of virtual time, {real:.2} s of process time")
    };
    for timing in timings {
        line(&timing.exercise, timing.virtual_seconds, timing.real.as_secs_f64())?;
    }
    if let [first, .., last] = timings {
        let name = format!("{}-{}", first.exercise, last.exercise);
        let virtual_seconds = timings.iter().map(|timing| timing.virtual_seconds).sum();
        let real = timings.iter().map(|timing| timing.real.as_secs_f64()).sum();
        line(&name, virtual_seconds, real)?;
    }
    Ok(())
}
