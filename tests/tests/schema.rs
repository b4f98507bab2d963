//! The JSON is of schema 1, whatever was graded, and its sums are right.

use serde_json::Value;

use crate::report::{Report, items, text};
use crate::submission::Tree;

const VERDICTS: [&str; 15] = [
    "passed",
    "wrong",
    "race",
    "deadlock",
    "too_slow",
    "not_concurrent",
    "panicked",
    "not_attempted",
    "timed_out",
    "crashed",
    "limit_exceeded",
    "build_failed",
    "forbidden",
    "inconclusive",
    "grader_fault",
];

/// Demands fields of those names, each of its type, and no others.
#[track_caller]
fn fields(object: &Value, wanted: &[(&str, &[&str])]) {
    let object = object.as_object().expect("an object");
    let mut names: Vec<_> = object.keys().map(String::as_str).collect();
    let mut expected: Vec<_> = wanted.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    expected.sort_unstable();
    assert_eq!(names, expected, "schema 1 has these fields");
    for (name, types) in wanted {
        let found = type_of(&object[*name]);
        assert!(
            types.contains(&found),
            "{name} is {found}: {}",
            object[*name]
        );
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Demands that the points in `parts` add up to those of `whole`.
#[track_caller]
fn adds_up(
    whole: &Value,
    gained: &str,
    possible: &str,
    parts: &str,
    (part_gained, part_possible): (&str, &str),
) {
    for (total, part) in [(gained, part_gained), (possible, part_possible)] {
        let sum: u64 = items(&whole[parts])
            .map(|item| item[part].as_u64().expect("a whole number"))
            .sum();
        let total = whole[total].as_u64().expect("a whole number");
        assert_eq!(total, sum, "{total} is said, {sum} is the sum");
    }
}

/// Demands that the report is of schema 1.
#[track_caller]
pub fn validate(report: &Report) {
    let json = &report.json;
    fields(
        json,
        &[
            ("schema", &["integer"]),
            ("submission", &["string"]),
            ("score", &["integer"]),
            ("max_score", &["integer"]),
            ("undecided", &["integer"]),
            ("exercises", &["array"]),
        ],
    );
    assert_eq!(json["schema"], 1);
    adds_up(
        json,
        "score",
        "max_score",
        "exercises",
        ("score", "max_score"),
    );
    sums_up(json, "undecided", items(&json["exercises"]), "undecided");
    items(&json["exercises"]).for_each(validate_exercise);
}

/// Demands that a field of `whole` is the sum of a field of its parts.
#[track_caller]
fn sums_up<'v>(whole: &Value, field: &str, parts: impl Iterator<Item = &'v Value>, part: &str) {
    let number = |value: &Value| value.as_u64().expect("a whole number");
    let sum: u64 = parts.map(|item| number(&item[part])).sum();
    let said = number(&whole[field]);
    assert_eq!(said, sum, "{said} is said, {sum} is the sum");
}

#[track_caller]
fn validate_exercise(exercise: &Value) {
    fields(
        exercise,
        &[
            ("name", &["string"]),
            ("title", &["string"]),
            ("practical", &["string"]),
            ("score", &["integer"]),
            ("max_score", &["integer"]),
            ("undecided", &["integer"]),
            ("checks", &["array"]),
        ],
    );
    let practical = exercise["practical"].as_str().expect("text");
    let (number, word) = practical.split_once('-').expect("a number and a word");
    assert!(
        number.parse::<u32>().is_ok() && word == "practical",
        "{practical}"
    );
    adds_up(
        exercise,
        "score",
        "max_score",
        "checks",
        ("points", "max_points"),
    );
    let undecided = items(&exercise["checks"]).filter(|check| {
        let verdict = text(&check["verdict"]);
        verdict == "inconclusive" || verdict == "grader_fault"
    });
    sums_up(exercise, "undecided", undecided, "max_points");
    assert_eq!(
        exercise["max_score"], 10,
        "it is the course's, whatever was found"
    );
    items(&exercise["checks"]).for_each(validate_check);
}

#[track_caller]
fn validate_check(check: &Value) {
    fields(
        check,
        &[
            ("name", &["string"]),
            ("verdict", &["string"]),
            ("cause", &["string", "null"]),
            ("points", &["integer"]),
            ("max_points", &["integer"]),
            ("message", &["string"]),
            ("detail", &["string"]),
            ("virtual_seconds", &["float", "null"]),
            ("executions", &["integer", "null"]),
            ("exhaustive", &["bool", "null"]),
            ("proofs", &["array"]),
            ("trace", &["array"]),
            ("evidence", &["string", "object"]),
        ],
    );
    assert!(VERDICTS.contains(&text(&check["verdict"])), "{check:#}");
    assert!(!text(&check["message"]).contains('\n'), "{check:#}");
    assert!(
        text(&check["detail"]).starts_with(text(&check["message"])),
        "{check:#}"
    );
    let step = [
        ("thread", &["string"] as &[_]),
        ("op", &["string"]),
        ("object", &["string"]),
        ("value", &["string", "null"]),
        ("file", &["string"]),
        ("line", &["integer"]),
    ];
    items(&check["trace"]).for_each(|found| fields(found, &step));
}

#[test]
fn every_kind_of_report_is_of_schema_1_and_adds_up() {
    for report in [
        &*crate::bad_files::DEFECTS,
        &*crate::bad_builds::BUILDS,
        &*crate::mistakes::MISTAKES,
        &*crate::endings::ENDINGS,
        &*crate::told::TOLD,
        &*crate::command_line::SOLVED,
    ] {
        validate(report);
    }
}

#[test]
fn each_verdict_that_a_submission_can_have_was_given_by_some_test() {
    let reports = [
        &*crate::bad_builds::BUILDS,
        &*crate::mistakes::MISTAKES,
        &*crate::endings::ENDINGS,
        &*crate::immense::IMMENSE,
    ];
    let checks = reports
        .iter()
        .flat_map(|report| items(&report.json["exercises"]))
        .flat_map(|exercise| items(&exercise["checks"]));
    let given: Vec<_> = checks.map(|check| text(&check["verdict"])).collect();
    // The last one is not the submission's: `grader_fault` has a test of its own.
    for verdict in &VERDICTS[..14] {
        assert!(given.contains(verdict), "{verdict} was given by no test");
    }
}

#[test]
fn a_name_that_is_not_plain_survives_json() {
    let tree = Tree::new();
    tree.write("Zoë \"the\" 学生/ex01_sleep_loop/src/lib.rs", "");
    let name = "Zoë \"the\" 学生";
    let mut command = crate::program::grader();
    command
        .args(["ex01", "--format", "json", "--submission"])
        .arg(tree.path().join(name));
    let report = Report::read(&crate::program::Ended::of(command));
    assert_eq!(report.json["submission"], name);
    validate(&report);
}
