//! The summary after a run: a line per check, the points, one hint, and what to do next.

use std::fmt::Write;

use course::text::{Paint, WIDTH, hanging};
use course::{Exercise, Outcome, Points, Score, Verdict};

/// Where the text of a check begins: behind a margin, the longest word and a gap.
const INDENT: usize = 2 + Verdict::WIDTH + 2;

/// What a run of checks came to.
pub(super) struct Summary<'run> {
    /// The package: `ex03`.
    pub(super) package: Option<&'run str>,
    /// Its `exercise.toml`, if there is one.
    pub(super) exercise: Option<&'run Exercise>,
    /// The checks that ran, in their order.
    pub(super) checks: &'run [(&'run str, &'run Outcome)],
    /// How many checks there are, run or not.
    pub(super) of: usize,
}

impl Summary<'_> {
    /// The whole text, beginning with an empty line.
    pub(super) fn text(&self, paint: Paint) -> String {
        let mut text = format!("\n{}\n\n", paint.bold(&self.title()));
        for (name, outcome) in self.checks {
            self.check(&mut text, name, outcome, paint);
        }
        let _ = writeln!(text, "\n{:INDENT$}{}", "", self.score());
        if let Some(hint) = self.hint() {
            let words = hanging(&hint, HINT.len(), WIDTH);
            let _ = writeln!(text, "{}{words}", paint.bold(HINT));
        }
        // A command is a line of its own, to be copied whole.
        if let Some(command) = self.next() {
            let _ = writeln!(text, "{}{command}", paint.bold(NEXT));
        }
        text.push('\n');
        text
    }

    fn title(&self) -> String {
        match (self.exercise, self.package) {
            (Some(exercise), Some(package)) => format!("{package}: {}", exercise.title),
            (Some(exercise), None) => exercise.title.clone(),
            (None, package) => package.unwrap_or("checks").to_owned(),
        }
    }

    fn check(&self, text: &mut String, name: &str, outcome: &Outcome, paint: Paint) {
        let verdict = outcome.verdict;
        let word = format!("{:>width$}", verdict.word(), width = Verdict::WIDTH);
        let longest = self
            .checks
            .iter()
            .map(|(name, _)| name.len())
            .max()
            .unwrap_or(0);
        let points = match self.points(name) {
            None => String::new(),
            Some(points) if verdict.undecided() => format!("  ? of {points}"),
            Some(points) => format!("  {} of {points}", Score::of(verdict, points).gained),
        };
        let line = format!(
            "  {}  {name:longest$}{points}",
            paint.verdict(verdict, &word)
        );
        let _ = writeln!(text, "{}", line.trim_end());
        if !outcome.message.is_empty() {
            let _ = writeln!(
                text,
                "{:INDENT$}{}",
                "",
                hanging(&outcome.message, INDENT, WIDTH)
            );
        }
    }

    fn points(&self, check: &str) -> Option<Points> {
        self.exercise?.check(check).map(|check| check.points)
    }

    fn score(&self) -> String {
        let passed = self
            .checks
            .iter()
            .filter(|(_, outcome)| outcome.verdict.passed())
            .count();
        let ran = self.checks.len();
        let mut parts = Vec::new();
        if self.exercise.is_some() {
            let known = self.checks.iter();
            let known = known
                .filter_map(|(name, outcome)| Some(Score::of(outcome.verdict, self.points(name)?)));
            let score: Score = known.sum();
            parts.push(format!("{} of {} points", score.gained, score.possible));
            if score.undecided > 0 {
                parts.push(format!("{} undecided", score.undecided));
            }
        }
        parts.push(format!("{passed} of {ran} checks pass"));
        if ran < self.of {
            parts.push(format!("{} not run", self.of - ran));
        }
        parts.join(", ")
    }

    /// The first check, in order, that did not pass.
    fn failing(&self) -> Option<(&str, &Outcome)> {
        self.checks
            .iter()
            .find(|(_, outcome)| !outcome.verdict.passed())
            .copied()
    }

    fn hint(&self) -> Option<String> {
        let (name, outcome) = self.failing()?;
        self.exercise?.hint(name, outcome, 0).map(str::to_owned)
    }

    /// The command that comes next.
    fn next(&self) -> Option<String> {
        let package = self.package?;
        if let Some((name, _)) = self.failing() {
            let one = format!("cargo test -p {package} {name}");
            return Some(command(&one, "this check alone"));
        }
        if self.checks.len() < self.of {
            let all = format!("cargo test -p {package}");
            return Some(command(&all, "all of its checks"));
        }
        self.exercise?;
        Some(command(
            "cargo run -p grader -- list",
            "what there is to do",
        ))
    }
}

/// The label of the hint.
const HINT: &str = "Hint: ";

/// The label of what to do next.
const NEXT: &str = "Next: ";

/// A command, and what it is for if there is room to say it.
fn command(command: &str, purpose: &str) -> String {
    let told = format!("{command}  ({purpose})");
    if NEXT.len() + told.len() <= WIDTH {
        told
    } else {
        command.to_owned()
    }
}

#[cfg(test)]
#[path = "summary/tests.rs"]
mod tests;
