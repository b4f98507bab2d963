//! Markdown, as GitHub, GitLab and Forgejo show it: in a job's summary, or as a comment.

use std::io::{self, Write};

use course::text::plain;

use super::Renderer;
use super::words;
use crate::score::{CheckReport, ExerciseReport, Report};

/// Renders a [`Report`] as Markdown: a table of checks for each exercise, and what went wrong, folded in.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

impl Renderer for Markdown {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let points = words::points(report.total(), " points");
        writeln!(out, "# {}: {points}", escaped(&report.submission))?;
        if let Some(undecided) = words::undecided(report) {
            writeln!(out, "\n> {undecided}")?;
        }
        exercises(report, out)?;
        for exercise in &report.exercises {
            section(exercise, out)?;
        }
        Ok(())
    }
}

/// The table of exercises, if there is more than one.
fn exercises(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if report.exercises.len() < 2 {
        return Ok(());
    }
    writeln!(out, "\n| exercise | points | checks |\n|---|---|---|")?;
    for exercise in &report.exercises {
        let name = format!("{} {}", exercise.name, exercise.title);
        let points = words::points(exercise.total(), "");
        let counts = words::counts(&exercise.checks);
        writeln!(out, "| {} | {points} | {counts} |", escaped(&name))?;
    }
    Ok(())
}

fn section(exercise: &ExerciseReport, out: &mut dyn Write) -> io::Result<()> {
    let name = escaped(&format!("{} {}", exercise.name, exercise.title));
    let points = words::points(exercise.total(), "");
    writeln!(out, "\n## {name}: {points}\n")?;
    writeln!(out, "| check | verdict | points | |\n|---|---|---|---|")?;
    for check in &exercise.checks {
        row(check, out)?;
    }
    if let Some(common) = exercise.common_failure() {
        return folded("all checks", common, out);
    }
    for check in &exercise.checks {
        folded(&format!("<code>{}</code>", check.name), check, out)?;
    }
    Ok(())
}

fn row(check: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let (score, verdict) = (check.score(), check.verdict());
    let gained = if verdict.undecided() {
        "?".to_owned()
    } else {
        score.gained.to_string()
    };
    writeln!(
        out,
        "| `{}` | **{}** | {gained}/{} | {} |",
        check.name,
        verdict.word(),
        score.possible,
        escaped(&words::message(check))
    )
}

/// What is told at length, to be unfolded; nothing of a pass, which its row has told.
fn folded(name: &str, check: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let detail = words::plain_detail(check);
    if check.verdict().passed() || detail == words::message(check) {
        return Ok(());
    }
    let word = check.verdict().word();
    let fence = fence(&detail);
    writeln!(
        out,
        "\n<details><summary>{word}: {name}</summary>\n\n{fence}text\n{detail}\n{fence}\n\n</details>"
    )
}

/// A fence that does not stand in `text`.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat((longest + 1).max(3))
}

/// `text` as words and nothing else, on one line.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in plain(text).chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\n' => escaped.push(' '),
            // A mention, which would tell somebody of it.
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_submission_are_words_only() {
        assert_eq!(
            escaped("a|b <script> *x*\n@me `"),
            "a\\|b &lt;script&gt; \\*x\\* &#64;me \\`"
        );
    }

    #[test]
    fn a_fence_is_longer_than_those_inside() {
        assert_eq!(fence("none"), "```");
        assert_eq!(fence("a ```` b"), "`````");
    }
}
