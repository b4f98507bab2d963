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
const SAMPLES: [&str; 7] = [
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

fn graded(builder: &Builder, exercise: &Exercise, sample: &str) -> Vec<Outcome> {
    let file = COURSE.join(format!("tests/submissions/ex03/{sample}.rs"));
    let text = fs::read_to_string(&file).expect("there is such a sample");
    let tree = Tree::new();
    tree.write("ex03_race_conditions/src/lib.rs", &text);
    let dir = tree.path().join("ex03_race_conditions");
    let graded = grade(exercise, &dir, builder).expect("nobody cancels");
    graded.outcomes
}

/// Waits until what has been linked is ready to be linked again.
fn wait_for_object(run: &Path) {
    let began = Instant::now();
    while !run.join("reused-ex03-linked/made.json").exists() {
        assert!(began.elapsed() < PATIENCE, "it is never made");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_is_used_again_changes_no_outcome() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex03").expect("there is one");
    let (once, again) = (builder(&workspace, false), builder(&workspace, true));
    let is_lld = cfg!(target_arch = "x86_64");
    for (place, sample) in SAMPLES.into_iter().enumerate() {
        let expected = graded(&once, exercise, sample);
        let found = graded(&again, exercise, sample);
        assert_eq!(found, expected, "{sample}");
        if place == 0 && is_lld {
            wait_for_object(again.dir());
        }
    }
}
