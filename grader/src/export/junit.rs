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
    xml.serialize(out).map_err(io::Error::other)
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
        suite.add_test_case(case(exercise, check));
    }
    suite
}

/// The case of a check.
pub fn case(exercise: &ExerciseReport, check: &CheckReport) -> TestCase {
    let mut case = TestCase::new(clean(&check.name), status(check));
    case.set_classname(clean(&exercise.name));
    let score = check.score();
    case.add_property(property("verdict", check.verdict().name()));
    case.add_property(property("points", &score.gained.to_string()));
    case.add_property(property("max_points", &score.possible.to_string()));
    if check.verdict().passed() && !check.outcome.message.is_empty() {
        case.set_system_out(clean(&check.outcome.message));
    }
    case
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
    course::text::plain(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
