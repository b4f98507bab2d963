//! A builder that is kept for many edits gives the outcomes of one that is made for each: what compilers and the linker use
//! again changes nothing.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use course::Outcome;
use grader::compile::{Builder, Options};
use grader::pipeline::grade;
use grader::select::select_one;
use grader::workspace::{Exercise, Workspace};

use crate::program::{COURSE, PATIENCE, program};
use crate::submission::Tree;

/// Submissions of ex03 of several verdicts: they panic, abort, unwind through locks, wait for ever, and are right.
const OF_EX03: [&str; 7] = [
    "wrong/load_then_store",
    "wrong/lock_twice",
    "wrong/guard_across_the_sleep",
    "wrong/check_then_subtract",
    "wrong/cell_for_a_counter",
    "right/atomics",
    "right/channels",
];

fn builder(workspace: &Workspace, again: bool) -> Builder {
    let options = Options {
        again,
        ..Options::default()
    };
    Builder::new(workspace, Some(&program()), options).expect("the libraries build")
}

/// The outcomes of a file, a path from the course's root.
fn graded(builder: &Builder, exercise: &Exercise, file: &str) -> Vec<Outcome> {
    let text =
        fs::read_to_string(COURSE.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let tree = Tree::new();
    tree.write(&format!("{}/src/lib.rs", exercise.folder), &text);
    let dir = tree.path().join(&exercise.folder);
    let graded = grade(exercise, &dir, builder).expect("nobody cancels");
    graded.outcomes
}

/// Waits until what has been linked is ready to be linked again; there is no such thing with other linkers than lld.
fn wait_for_object(run: &Path, exercise: &str) {
    let made = run.join(format!("reused-{exercise}-linked/made.json"));
    let began = Instant::now();
    while cfg!(target_arch = "x86_64") && !made.exists() {
        assert!(began.elapsed() < PATIENCE, "it is never made");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_is_used_again_changes_no_outcome() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
    let (once, again) = (builder(&workspace, false), builder(&workspace, true));
    for sample in OF_EX03 {
        let file = format!("tests/submissions/ex03/{sample}.rs");
        let expected = graded(&once, exercise, &file);
        assert_eq!(graded(&again, exercise, &file), expected, "{sample}");
        wait_for_object(again.dir(), "ex03");
    }
}

/// On the real std, with libraries, and for real beside a model.
#[test]
fn every_kind_of_exercise_is_linked_again() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let again = builder(&workspace, true);
    for name in ["ex05", "ex08", "ex11"] {
        let exercise = select_one(&workspace.exercises, name).expect("there is one");
        let file = format!("solutions/{}/src/lib.rs", exercise.folder);
        for _ in 0..2 {
            let outcomes = graded(&again, exercise, &file);
            let passed = |outcome: &Outcome| outcome.verdict.passed();
            assert!(outcomes.iter().all(passed), "{outcomes:#?}");
            wait_for_object(again.dir(), name);
        }
    }
}
