//! What systems have no room for is cut, and said to be cut.

use course::{Note, Outcome, Verdict};
use grader::export::{Gradescope, PrairieLearn, Student};
use serde_json::Value;

use super::{rendered, sample};

/// A student whose failures have very much to tell, in characters that take several bytes.
fn talkative() -> Student {
    let mut student = sample::class().students.remove(0);
    for check in student
        .report
        .exercises
        .iter_mut()
        .flat_map(|it| &mut it.checks)
    {
        let mut outcome = Outcome::of(Verdict::Wrong, "very wrong");
        for _ in 0..100 {
            outcome = outcome.noting(Note::said("学\"".repeat(2_000)));
        }
        check.outcome = outcome;
    }
    student
}

#[test]
fn gradescope_gets_100_000_characters() {
    let text = rendered(&Gradescope, &talkative());
    let json: Value = serde_json::from_str(&text).unwrap();
    let tests = json["tests"].as_array().unwrap();
    let outputs = tests.iter().map(|test| test["output"].as_str().unwrap());
    let characters: usize = outputs.clone().map(|text| text.chars().count()).sum();
    assert!((30_000..=100_000).contains(&characters), "{characters}");
    for text in outputs {
        assert!(text.starts_with("WRONG: very wrong\n"), "{text}");
        assert!(
            text.ends_with("more characters; the grader's own report has them)"),
            "{text}"
        );
    }
}

#[test]
fn prairielearn_gets_1_mb() {
    let text = rendered(&PrairieLearn, &talkative());
    assert!(
        (300_000..=1_000_000).contains(&text.len()),
        "{}",
        text.len()
    );
    serde_json::from_str::<Value>(&text).expect("it is whole");
}

#[test]
fn what_has_room_is_not_cut() {
    let student = &sample::class().students[0];
    for text in [
        rendered(&Gradescope, student),
        rendered(&PrairieLearn, student),
    ] {
        assert!(!text.contains("more characters"), "{text}");
    }
    let pictures: Value = serde_json::from_str(&rendered(&PrairieLearn, student)).unwrap();
    let labels = pictures["images"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["label"].clone());
    assert_eq!(
        labels.collect::<Vec<_>>(),
        ["ex03/no_update_is_lost", "ex04/two_at_once"]
    );
}
