//! An exercise has a minute: half of it for its compilers, and half for its checks together, whatever a submission tries.

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
    let outcomes = run_within(exercise, &binary, &limits, Duration::from_millis(500));

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
        "still running when the 0.5 s were over that the checks of an exercise have together: ",
        "not run: the checks before it took all of the 0.5 s that the checks of an exercise have together",
    ];
    for (place, message) in said.iter().enumerate() {
        let begin = begins[place.min(begins.len() - 1)];
        assert!(message.starts_with(begin), "{place}: {message}");
    }
}

#[test]
fn compilers_and_checks_have_a_minute_between_them() {
    let all = grader::compile::COMPILE_TIME + Engine::Model.together();
    assert!(all <= Duration::from_secs(60), "{all:?}");
}
