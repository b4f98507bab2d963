//! The summary after a run: a line per check, the points, one hint, and what to do next.

use std::fmt::Write;

use super::paint::Paint;
use super::wrap::{WIDTH, wrapped};
use crate::exercise::Exercise;
use crate::record::Outcome;
use crate::verdict::Verdict;

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
        let mut next = self.next();
        if let Some(hint) = self.hint() {
            next.insert(0, ("Hint: ", hint));
        }
        for (label, words) in next {
            let _ = writeln!(
                text,
                "{}{}",
                paint.bold(label),
                wrapped(&words, label.len())
            );
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
        let points =
            self.points(name)
                .map_or(String::new(), |points| match earned(verdict, points) {
                    Some(earned) => format!("  {earned} of {points}"),
                    None => format!("  ? of {points}"),
                });
        let line = format!(
            "  {}  {name:longest$}{points}",
            paint.verdict(verdict, &word)
        );
        let _ = writeln!(text, "{}", line.trim_end());
        if !outcome.message.is_empty() {
            let _ = writeln!(text, "{:INDENT$}{}", "", wrapped(&outcome.message, INDENT));
        }
    }

    fn points(&self, check: &str) -> Option<f64> {
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
            let known = self.checks.iter().filter_map(|(name, outcome)| {
                let points = self.points(name)?;
                Some((earned(outcome.verdict, points), points))
            });
            let (mut sum, mut undecided, mut all) = (0.0, 0.0, 0.0);
            for (earned, points) in known {
                all += points;
                sum += earned.unwrap_or(0.0);
                undecided += if earned.is_none() { points } else { 0.0 };
            }
            parts.push(format!("{sum} of {all} points"));
            if undecided > 0.0 {
                parts.push(format!("{undecided} undecided"));
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

    /// What to do next: labels and the commands behind them.
    fn next(&self) -> Vec<(&'static str, String)> {
        let Some(package) = self.package else {
            return Vec::new();
        };
        let Some((name, _)) = self.failing() else {
            let all = format!("cargo test -p {package}");
            return match self.exercise {
                _ if self.checks.len() < self.of => {
                    vec![(NEXT, command(&all, "all of its checks"))]
                }
                Some(_) => vec![(
                    NEXT,
                    command("cargo run -p grader -- list", "what there is to do"),
                )],
                None => Vec::new(),
            };
        };
        let one = format!("cargo test -p {package} {name}");
        vec![(NEXT, command(&one, "this check alone"))]
    }
}

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

/// The points that a verdict brings, or none if it says nothing about the submission.
fn earned(verdict: Verdict, points: f64) -> Option<f64> {
    match verdict {
        Verdict::Passed => Some(points),
        _ if verdict.undecided() => None,
        _ => Some(0.0),
    }
}

#[cfg(test)]
#[path = "summary/tests.rs"]
mod tests;
