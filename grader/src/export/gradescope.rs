//! Gradescope's `results.json`, whose texts have at most 100,000 characters together.

use std::io::{self, Write};

use course::Points;
use serde::Serialize;

use super::Renderer;
use super::limits::{cut, fitting};
use super::{plain_json, words};
use crate::score::{CheckReport, ExerciseReport, Report};

/// Characters of output that Gradescope shows.
const MAX_CHARACTERS: usize = 100_000;

/// Renders a [`Report`] for Gradescope.
///
/// The score is that of the whole submission. A check that could not be decided has no score of its own and no status,
/// and its name and the output say so.
#[derive(Debug, Clone, Copy)]
pub struct Gradescope;

#[derive(Serialize)]
struct Results {
    score: Points,
    output: String,
    output_format: &'static str,
    test_output_format: &'static str,
    visibility: &'static str,
    stdout_visibility: &'static str,
    extra_data: Extra,
    tests: Vec<Test>,
}

/// What Gradescope keeps and does not look at.
#[derive(Serialize)]
struct Extra {
    max_score: Points,
    undecided: Points,
}

#[derive(Serialize)]
struct Test {
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Points>,
    max_score: Points,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    name: String,
    number: String,
    output: String,
    output_format: &'static str,
    tags: Vec<String>,
    visibility: &'static str,
}

impl Renderer for Gradescope {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let results = fitting(|most| Results::of(report, most), Results::fits);
        plain_json::write(&mut *out, &results)?;
        writeln!(out)
    }
}

impl Results {
    fn of(report: &Report, most: usize) -> Self {
        let total = report.total();
        let points = format!("{}.", words::points(total, " points"));
        let output = [Some(points), words::undecided(report)];
        let tests = report
            .exercises
            .iter()
            .enumerate()
            .flat_map(|(at, exercise)| {
                let checks = exercise.checks.iter().enumerate();
                checks.map(move |(number, check)| {
                    let number = format!("{}.{}", at + 1, number + 1);
                    Test::of(exercise, check, number, most)
                })
            });
        Self {
            score: total.gained,
            output: output.into_iter().flatten().collect::<Vec<_>>().join(" "),
            output_format: "text",
            test_output_format: "text",
            visibility: "visible",
            // What the grader says on stdout is this report or nothing.
            stdout_visibility: "hidden",
            extra_data: Extra {
                max_score: total.possible,
                undecided: total.undecided,
            },
            tests: tests.collect(),
        }
    }

    fn fits(&self) -> bool {
        let outputs = self.tests.iter().map(|test| &test.output);
        let characters = outputs
            .chain([&self.output])
            .map(|text| text.chars().count());
        characters.sum::<usize>() <= MAX_CHARACTERS
    }
}

impl Test {
    fn of(exercise: &ExerciseReport, check: &CheckReport, number: String, most: usize) -> Self {
        let (verdict, score) = (check.verdict(), check.score());
        let word = verdict.word();
        let path = words::path(exercise, check);
        let decided = !verdict.undecided();
        let status = if verdict.passed() { "passed" } else { "failed" };
        Self {
            score: decided.then_some(score.gained),
            max_score: score.possible,
            status: decided.then_some(status),
            name: if decided {
                path
            } else {
                format!("{path} ({word}: points neither given nor lost)")
            },
            number,
            output: cut(&format!("{word}: {}", words::plain_detail(check)), most),
            output_format: "text",
            tags: vec![exercise.name.clone(), verdict.name().to_owned()],
            visibility: "visible",
        }
    }
}
