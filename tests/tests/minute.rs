//! An exercise has a minute for its compilers and checks together, whatever a submission tries.

use std::time::Duration;

use course::Verdict;
use grader::compile::{Builder, Engine, Options};
use grader::pipeline::prepare;
use grader::run::run_within;
use grader::select::select_one;
use grader::workspace::Workspace;
use supervise::Limits;

use crate::program::COURSE;
use crate::submission::Tree;

/// None of its functions ever returns.
const ENDLESS: &str = "use std::time::Duration;

pub fn slow(_x: u64) -> u64 { loop {} }
pub fn do_tasks(_n: u64) -> Vec<u64> { loop {} }
pub fn time_execution<T>(_f: impl FnOnce() -> T) -> (T, Duration) { loop {} }
";

/// The limits are short, so that the test is: each check takes the whole of its own, on any machine.
#[test]
fn checks_of_which_each_takes_all_of_its_time_have_a_time_together() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex01").expect("there is one");
    let builder = Builder::new(&workspace, None, Options::default()).expect("the libraries build");
    let tree = Tree::new();
    let folder = format!("{}/src/lib.rs", exercise.folder);
    tree.write(&folder, ENDLESS);
    let built = prepare(exercise, &tree.path().join(&exercise.folder), &builder);
    let binary = built.expect("it compiles");

    let limits = Limits {
        wall: Duration::from_millis(200),
        ..Limits::default()
    };
    let (together, left) = (Duration::from_secs(2), Duration::from_millis(500));
    let outcomes = run_within(exercise, &binary, &limits, together, left);

    let said: Vec<_> = outcomes
        .iter()
        .map(|outcome| outcome.message.as_str())
        .collect();
    assert!(
        outcomes.iter().all(|it| it.verdict == Verdict::TimedOut),
        "{said:?}"
    );
    let begins = [
        "still running after 0.2 s: ",
        "still running after 0.2 s: ",
        "still running when the 2 s were over that an exercise has for its compilers and checks together: ",
        "not run: nothing was left of the 2 s that an exercise has for its compilers and checks together",
    ];
    for (place, message) in said.iter().enumerate() {
        let begin = begins[place.min(begins.len() - 1)];
        assert!(message.starts_with(begin), "{place}: {message}");
    }
}

#[test]
fn what_compilers_take_is_no_more_there_for_checks() {
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    let exercise = select_one(&workspace.exercises, "ex01").expect("there is one");
    let builder = Builder::new(&workspace, None, Options::default()).expect("the libraries build");
    let built = prepare(exercise, &exercise.dir, &builder);
    let compilers = built.expect("the stub compiles").compilers();
    assert!(!compilers.is_zero());
    assert_eq!(Engine::Model.together(), Duration::from_secs(60));
}
