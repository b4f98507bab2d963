//! JUnit's XML, which CI systems read: a suite an exercise, a case a check, points as properties.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Property, Report as Xml, TestCase, TestCaseStatus, TestSuite};

use super::Renderer;
use super::words;
use crate::score::{CheckReport, ExerciseReport, Report};

/// Renders a [`Report`] as JUnit's XML.
///
/// A failed check is a `failure` with its verdict as the type. One that could not be decided is an `error`, which is
/// no fault of the submission.
#[derive(Debug, Clone, Copy)]
pub struct Junit;

impl Renderer for Junit {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml::new(clean(&report.submission));
        for exercise in &report.exercises {
            xml.add_test_suite(suite(&exercise.name, exercise));
        }
        write(&xml, out)
    }
}

/// Writes the document.
pub fn write(xml: &Xml, out: &mut dyn Write) -> io::Result<()> {
    let text = xml.to_string().map_err(io::Error::other)?;
    // Jenkins' schema knows this attribute of suites only. The first one is the root's: in a name the quotes are escaped.
    let text = text.replacen(" skipped=\"0\"", "", 1);
    out.write_all(text.as_bytes())
}

/// The suite of an exercise, under that name.
pub fn suite(name: &str, exercise: &ExerciseReport) -> TestSuite {
    let mut suite = TestSuite::new(clean(name));
    suite.add_property(property("title", &exercise.title));
    suite.add_property(property("practical", &exercise.practical));
    let total = exercise.total();
    let points = [
        ("points", total.gained),
        ("max_points", total.possible),
        ("undecided", total.undecided),
    ];
    for (name, points) in points {
        suite.add_property(property(name, &points.to_string()));
    }
    for check in &exercise.checks {
        add(&mut suite, exercise, check, &check.name);
    }
    suite
}

/// Adds a check to a suite. Its points are properties of the suite, called `PREFIX.points` and so on: Jenkins' schema
/// knows none of cases.
pub fn add(suite: &mut TestSuite, exercise: &ExerciseReport, check: &CheckReport, prefix: &str) {
    let score = check.score();
    let (gained, possible) = (score.gained.to_string(), score.possible.to_string());
    let of_check = [
        ("verdict", check.verdict().name()),
        ("points", &gained),
        ("max_points", &possible),
    ];
    for (name, value) in of_check {
        suite.add_property(property(&format!("{prefix}.{name}"), value));
    }
    let mut case = TestCase::new(clean(&check.name), status(check));
    case.set_classname(clean(&exercise.name));
    if check.verdict().passed() && !check.outcome.message.is_empty() {
        case.set_system_out(clean(&check.outcome.message));
    }
    suite.add_test_case(case);
}

fn status(check: &CheckReport) -> TestCaseStatus {
    let verdict = check.verdict();
    if verdict.passed() {
        return TestCaseStatus::success();
    }
    let kind = if verdict.undecided() {
        NonSuccessKind::Error
    } else {
        NonSuccessKind::Failure
    };
    let mut status = TestCaseStatus::non_success(kind);
    let message = clean(&check.outcome.message);
    status.set_type(verdict.name());
    status.set_message(format!("{}: {message}", verdict.word()));
    status.set_description(clean(&words::detail(check)));
    status
}

/// A property.
pub fn property(name: &str, value: &str) -> Property {
    Property::new(name, clean(value))
}

/// `text` without characters that XML cannot hold.
pub fn clean(text: &str) -> String {
    course::text::plain(text).into_owned()
}
