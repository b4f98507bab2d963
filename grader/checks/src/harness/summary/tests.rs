//! The summary as a student reads it.

use std::path::Path;

use super::*;

fn exercise() -> Exercise {
    let text = r#"
        title = "Race conditions and Mutex"
        practical = "23-practical"
        about = "Two threads change one value."
        editable = ["src/lib.rs"]
        model = true
        check = [
            { name = "results_come_in_order", points = 4, about = "" },
            { name = "no_update_is_lost", points = 4, about = "" },
            { name = "the_lock_is_not_held_while_sleeping", points = 2, about = "" },
        ]
        [hints]
        race = ["What happens if a thread is stopped after it has read the value and before it writes the new one?"]
    "#;
    Exercise::parse(text, Path::new("exercise.toml")).expect("it is valid")
}

fn summary(exercise: Option<&Exercise>, outcomes: &[Outcome]) -> String {
    let names = [
        "results_come_in_order",
        "no_update_is_lost",
        "the_lock_is_not_held_while_sleeping",
    ];
    let checks: Vec<_> = names.into_iter().zip(outcomes).collect();
    Summary {
        package: Some("ex03"),
        exercise,
        checks: &checks,
        of: 3,
    }
    .text(Paint::Plain)
}

fn race() -> Outcome {
    Outcome::of(
        Verdict::Race,
        "two threads added one each: got 1, expected 2",
    )
}

#[test]
fn a_failing_run_ends_with_points_a_hint_and_what_to_do() {
    let slow = Outcome::of(
        Verdict::NotConcurrent,
        "1 at work at once, at most; 5 should be, because each of the five sleeps for ten seconds",
    );
    let outcomes = [Outcome::passed("all 414 interleavings"), race(), slow];
    insta::assert_snapshot!(summary(Some(&exercise()), &outcomes));
}

#[test]
fn a_passing_run_says_what_it_proves() {
    let outcomes = [
        Outcome::passed("all 414 interleavings"),
        Outcome::passed("10.000 s of 12.000 s"),
        Outcome::passed(""),
    ];
    insta::assert_snapshot!(summary(Some(&exercise()), &outcomes));
}

#[test]
fn what_is_undecided_costs_no_points_and_is_said() {
    let unsure = Outcome::of(
        Verdict::Inconclusive,
        "stop other programs and run it again",
    );
    let outcomes = [Outcome::passed(""), unsure, Outcome::passed("")];
    insta::assert_snapshot!(summary(Some(&exercise()), &outcomes));
}

#[test]
fn a_filtered_run_says_what_was_not_run() {
    let filtered = summary(
        Some(&exercise()),
        &[Outcome::passed("all 414 interleavings")],
    );
    insta::assert_snapshot!(filtered);
}

#[test]
fn without_an_exercise_there_are_verdicts_and_no_points() {
    insta::assert_snapshot!(summary(
        None,
        &[Outcome::passed(""), race(), Outcome::passed("")]
    ));
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    let long = Outcome::of(Verdict::Wrong, "word ".repeat(60));
    let text = summary(Some(&exercise()), &[long, race(), race()]);
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(WIDTH), "{widest:?} columns:\n{text}");
}

#[test]
fn colour_changes_nothing_but_colour() {
    let checks = [("no_update_is_lost", &race())];
    let summary = Summary {
        package: None,
        exercise: None,
        checks: &checks,
        of: 1,
    };
    let coloured = summary.text(Paint::Colour);
    assert!(
        coloured.contains("\x1b[1;31m          RACE\x1b[0m  no_update_is_lost\n"),
        "{coloured:?}"
    );
    let stripped = coloured
        .replace("\x1b[0m", "")
        .replace("\x1b[1;31m", "")
        .replace("\x1b[1m", "");
    assert_eq!(stripped, summary.text(Paint::Plain));
}
