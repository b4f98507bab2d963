//! The report for programs: JSON, schema 1.

use std::io::{self, Write};

use course::{Cause, Evidence, Outcome, Points, Proof, Verdict};
use runtrace::Step;
use serde::Serialize;

use super::{Renderer, plain_json, words};
use crate::score::{CheckReport, ExerciseReport, Report};

/// The version of the JSON. Fields are only ever added to it.
pub const SCHEMA: u32 = 1;

/// Renders a [`Report`] for programs.
#[derive(Debug, Clone, Copy)]
pub struct Json;

impl Renderer for Json {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        plain_json::write(&mut *out, &Submission::of(report))?;
        writeln!(out)
    }
}

/// A submission, as a document or as a part of one.
#[derive(Serialize)]
pub struct Submission<'r> {
    schema: u32,
    submission: &'r str,
    score: Points,
    max_score: Points,
    undecided: Points,
    exercises: Vec<Exercise<'r>>,
}

#[derive(Serialize)]
struct Exercise<'r> {
    name: &'r str,
    title: &'r str,
    practical: &'r str,
    score: Points,
    max_score: Points,
    undecided: Points,
    checks: Vec<Check<'r>>,
}

#[derive(Serialize)]
struct Check<'r> {
    name: &'r str,
    verdict: Verdict,
    cause: Option<Cause>,
    points: Points,
    max_points: Points,
    message: &'r str,
    /// The whole text a student sees: the account, then the hint.
    detail: String,
    virtual_seconds: Option<f64>,
    executions: Option<u64>,
    exhaustive: Option<bool>,
    proofs: &'r [Proof],
    /// The steps of the failing run, which the evidence holds too.
    trace: &'r [Step],
    evidence: &'r Evidence,
}

impl<'r> Submission<'r> {
    /// What is written of `report`.
    pub fn of(report: &'r Report) -> Self {
        let total = report.total();
        Self {
            schema: SCHEMA,
            submission: &report.submission,
            score: total.gained,
            max_score: total.possible,
            undecided: total.undecided,
            exercises: report.exercises.iter().map(Exercise::of).collect(),
        }
    }
}

impl<'r> Exercise<'r> {
    fn of(report: &'r ExerciseReport) -> Self {
        let total = report.total();
        Self {
            name: &report.name,
            title: &report.title,
            practical: &report.practical,
            score: total.gained,
            max_score: total.possible,
            undecided: total.undecided,
            checks: report.checks.iter().map(Check::of).collect(),
        }
    }
}

impl<'r> Check<'r> {
    fn of(report: &'r CheckReport) -> Self {
        let Outcome {
            verdict,
            cause,
            message,
            proofs,
            evidence,
            figures,
            ..
        } = &report.outcome;
        Self {
            name: &report.name,
            verdict: *verdict,
            cause: *cause,
            points: report.score().gained,
            max_points: report.max_points,
            message,
            detail: words::detail(report),
            virtual_seconds: figures.virtual_seconds,
            executions: figures.executions,
            exhaustive: figures.exhaustive,
            proofs,
            trace: evidence.steps(),
            evidence,
        }
    }
}

#[cfg(test)]
mod tests {
    use course::{Figures, Outcome, Verdict};
    use runtrace::{Site, Trace};

    use super::*;
    use crate::fixture::exercise;
    use crate::score::Graded;

    /// A check that passed and one that did not.
    fn outcomes() -> Vec<Outcome> {
        let step = Step {
            thread: "worker 1".to_owned(),
            op: "load".to_owned(),
            object: "AtomicU64 of line 3".to_owned(),
            value: Some("0".to_owned()),
            site: Site {
                file: "src/lib.rs".to_owned(),
                line: 12,
            },
        };
        let trace = Trace {
            steps: vec![step],
            ..Trace::default()
        };
        let passed = Outcome {
            figures: Figures {
                virtual_seconds: Some(10.0),
                ..Figures::default()
            },
            ..Outcome::passed("10.000 s of 12.000 s")
        };
        let race = Outcome {
            figures: Figures {
                executions: Some(9),
                exhaustive: Some(true),
                virtual_seconds: None,
            },
            evidence: Evidence::Trace(trace),
            ..Outcome::of(Verdict::Race, "one line")
        };
        vec![passed, race]
    }

    #[test]
    fn the_fields_are_those_of_schema_1() {
        let exercise = exercise("ex03_race_conditions");
        let report = Report::new("alice", vec![(&exercise, Graded::ran(outcomes()))]);
        let mut out = Vec::new();
        Json.render(&report, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}
