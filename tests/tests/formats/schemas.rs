//! JSON is of the shape that each system takes, and the sum is one number everywhere.

use grader::export::{Csv, Gradescope, Json, PrairieLearn, Renderer, Student};
use serde_json::{Value, json};

use super::shapes::{self, Shape, taken};
use super::{autolab, classroom50, rendered, sample};

/// What `renderer` writes of the student, which must be of that shape.
#[track_caller]
fn valid<S: Shape>(renderer: &dyn Renderer, student: &Student) -> Value {
    let text = rendered(renderer, student);
    validated::<S>(serde_json::from_str(&text).expect("it is JSON"))
}

#[track_caller]
fn validated<S: Shape>(json: Value) -> Value {
    let taken = taken::<S>(&json);
    assert!(taken.is_ok(), "{taken:?}\n{json:#}");
    json
}

/// Autolab's scores, if there are any.
fn last_line(student: &Student) -> Option<Value> {
    let text = rendered(&autolab(), student);
    let last = text.lines().next_back()?;
    serde_json::from_str(last).ok()
}

fn sum(items: &Value, field: &str) -> u64 {
    let items = items.as_array().expect("an array").iter();
    items.map(|item| item[field].as_u64().unwrap_or(0)).sum()
}

#[test]
fn each_system_gets_its_shape_and_all_get_the_same_sum() {
    for student in sample::class().students {
        let total = student.report.total();
        let (gained, possible) = (u64::from(total.gained), u64::from(total.possible));
        assert_eq!(possible, 20);

        let json: Value = serde_json::from_str(&rendered(&Json, &student)).unwrap();
        assert_eq!(json["score"], gained);

        let gradescope = valid::<shapes::Gradescope>(&Gradescope, &student);
        assert_eq!(gradescope["score"], gained);
        assert_eq!(sum(&gradescope["tests"], "score"), gained);
        assert_eq!(sum(&gradescope["tests"], "max_score"), possible);

        let prairielearn = valid::<shapes::PrairieLearn>(&PrairieLearn, &student);
        let share = prairielearn["score"].as_f64().unwrap();
        assert!(
            (share * 20.0 - f64::from(total.gained)).abs() < 1e-9,
            "{share}"
        );
        assert_eq!(sum(&prairielearn["tests"], "points"), gained);

        let classroom = valid::<shapes::Classroom50>(&classroom50(), &student);
        assert_eq!(
            (&classroom["score"], &classroom["max-score"]),
            (&gained.into(), &possible.into())
        );
        assert_eq!(sum(&classroom["tests"], "score"), gained);

        // Of one student every exercise has something undecided, and so no score.
        let scores = last_line(&student);
        assert_eq!(scores.is_none(), total.undecided == 8);
        if let Some(scores) = scores {
            assert_eq!(
                validated::<shapes::Autolab>(scores)["scoreboard"][0],
                gained
            );
        }

        let csv = rendered(&Csv, &student);
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        let points = rows
            .records()
            .map(|row| row.unwrap()[7].parse::<u64>().unwrap());
        assert_eq!(points.sum::<u64>(), gained);
    }
}

/// `json` with `value` at `pointer`, where something is already, or in whose object it is new.
fn with(mut json: Value, pointer: &str, value: Value) -> Value {
    let (parent, field) = pointer.rsplit_once('/').expect("it begins with a slash");
    let object = json.pointer_mut(parent).expect(pointer);
    object[field] = value;
    json
}

/// `json` without its field of that name.
fn without(mut json: Value, field: &str) -> Value {
    let removed = json.as_object_mut().expect("an object").remove(field);
    assert!(removed.is_some(), "{field} was there");
    json
}

#[track_caller]
fn refused<S: Shape>(json: &Value, why: &str) {
    let error = taken::<S>(json).expect_err("it is let pass");
    assert!(error.contains(why), "{error}");
}

/// A shape that lets everything pass would prove nothing.
#[test]
fn the_shapes_refuse_what_the_systems_refuse() {
    let student = &sample::class().students[0];

    let gradescope = valid::<shapes::Gradescope>(&Gradescope, student);
    let refuses = |pointer: &str, value: Value, why: &str| {
        refused::<shapes::Gradescope>(&with(gradescope.clone(), pointer, value), why);
    };
    refuses("/tests/0/status", "ok".into(), "unknown variant");
    refuses("/visibility", "public".into(), "unknown variant");
    refuses("/tests/0/points", 5.into(), "unknown field");
    refuses("/tests/0/output", Value::Null, "invalid type: null");
    refuses("/output", "x".repeat(100_001).into(), "too long");
    let of_tests = without(gradescope.clone(), "score");
    let no_score = without(of_tests["tests"][0].clone(), "score");
    let of_tests = with(of_tests, "/tests", vec![no_score].into());
    refused::<shapes::Gradescope>(&of_tests, "each test must have one");
    refused::<shapes::Gradescope>(&without(of_tests, "tests"), "neither a score nor tests");

    let prairielearn = valid::<shapes::PrairieLearn>(&PrairieLearn, student);
    let refuses = |pointer: &str, value: Value, why: &str| {
        refused::<shapes::PrairieLearn>(&with(prairielearn.clone(), pointer, value), why);
    };
    refuses("/score", 7.into(), "no share of 1");
    refuses("/tests/0/points", (-1).into(), "fewer than no points");
    refuses("/tests/0/name", "".into(), "empty");
    let link = json!([{ "url": "https://example.org/a.svg" }]);
    refuses("/images", link, "no SVG");
    refused::<shapes::PrairieLearn>(&without(prairielearn, "gradable"), "missing field");

    let classroom = valid::<shapes::Classroom50>(&classroom50(), student);
    let refuses = |pointer: &str, value: Value, why: &str| {
        refused::<shapes::Classroom50>(&with(classroom.clone(), pointer, value), why);
    };
    refuses("/submission", "v1".into(), "no tag");
    refuses("/tests/0/score", 1.5.into(), "floating point");
    refuses("/schema", "classroom50/result/v2".into(), "another schema");
    refuses("/datetime", "2026-11-27 10:00".into(), "not of the form");

    let autolab = last_line(student).unwrap();
    refused::<shapes::Autolab>(&with(autolab.clone(), "/scores/ex03", "5".into()), "string");
    refused::<shapes::Autolab>(&with(autolab, "/scores", json!({})), "no score");
}
