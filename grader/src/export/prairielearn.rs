//! PrairieLearn's `results.json`, at most 1 MB.

use std::io::{self, Write};

use course::{Points, Verdict};
use serde::Serialize;

use super::Renderer;
use super::limits::{cut, fitting};
use super::{plain_json, words};
use crate::score::{CheckReport, ExerciseReport, Report};

/// Bytes that PrairieLearn takes, less some to spare.
const MAX_BYTES: usize = 1_000_000 - 1_000;

/// Renders a [`Report`] for PrairieLearn's external graders.
///
/// `gradable` is false, which costs a student no attempt, if anything could not be decided, or if nothing compiles.
#[derive(Debug, Clone, Copy)]
pub struct PrairieLearn;

#[derive(Serialize)]
struct Results {
    gradable: bool,
    /// From 0 to 1.
    score: f64,
    message: String,
    output: String,
    images: Vec<Image>,
    tests: Vec<Test>,
}

#[derive(Serialize)]
struct Image {
    label: String,
    /// The picture itself.
    url: String,
}

#[derive(Serialize)]
struct Test {
    name: String,
    description: String,
    points: Points,
    max_points: Points,
    message: String,
    output: String,
}

impl Renderer for PrairieLearn {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let write = |pictures: bool| {
            move |most| -> serde_json::Result<Vec<u8>> {
                let mut json = Vec::new();
                plain_json::write(&mut json, &Results::of(report, most, pictures))?;
                Ok(json)
            }
        };
        let fits = |json: &serde_json::Result<Vec<u8>>| {
            json.as_ref().is_ok_and(|json| json.len() <= MAX_BYTES)
        };
        // Texts say all that pictures show, so pictures go first.
        let whole = write(true)(usize::MAX);
        let json = if fits(&whole) {
            whole
        } else {
            fitting(write(false), fits)
        };
        out.write_all(&json?)?;
        writeln!(out)
    }
}

impl Results {
    fn of(report: &Report, most: usize, pictures: bool) -> Self {
        let total = report.total();
        let pairs = || {
            report
                .exercises
                .iter()
                .flat_map(|exercise| exercise.checks.iter().map(move |check| (exercise, check)))
        };
        let images = pairs()
            .filter(|(_, check)| pictures && !check.verdict().passed())
            .filter_map(|(exercise, check)| Image::of(exercise, check));
        Self {
            gradable: is_gradable(report),
            score: f64::from(total.gained) / f64::from(total.possible.max(1)),
            message: message(report),
            output: String::new(),
            images: images.collect(),
            tests: pairs()
                .map(|(exercise, check)| Test::of(exercise, check, most))
                .collect(),
        }
    }
}

/// Whether the score says something about the submission. Of several exercises of which only some compile, it does.
fn is_gradable(report: &Report) -> bool {
    let build_failed = |check: &CheckReport| check.verdict() == Verdict::BuildFailed;
    let nothing_compiles = report.checks().next().is_some() && report.checks().all(build_failed);
    report.total().undecided == 0 && !nothing_compiles
}

fn message(report: &Report) -> String {
    let points = format!("{}.", words::points(report.total(), " points"));
    let why = words::undecided(report);
    let costs = (!is_gradable(report)).then(|| "This attempt does not count.".to_owned());
    [Some(points), why, costs]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

impl Test {
    fn of(exercise: &ExerciseReport, check: &CheckReport, most: usize) -> Self {
        let score = check.score();
        let word = check.verdict().word();
        Self {
            name: words::path(exercise, check),
            description: exercise.title.clone(),
            points: score.gained,
            max_points: score.possible,
            message: format!("{word}: {}", words::message(check)),
            output: if check.verdict().passed() {
                String::new()
            } else {
                cut(&words::plain_detail(check), most)
            },
        }
    }
}

impl Image {
    fn of(exercise: &ExerciseReport, check: &CheckReport) -> Option<Self> {
        Some(Self {
            label: words::path(exercise, check),
            url: super::picture::data_url(&check.outcome.evidence)?,
        })
    }
}
