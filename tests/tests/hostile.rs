//! Submissions that want points for nothing.

use std::sync::LazyLock;

use crate::course_copy::Copy;
use crate::report::{Report, items};
use crate::submission::Tree;

static HOSTILE: LazyLock<Report> = LazyLock::new(|| Tree::fixture("hostile").report(&[]));

/// Reads the checks, and has answers that are equal to everything.
static CURIOUS: LazyLock<Report> =
    LazyLock::new(|| Tree::fixture("curious").report(&["ex01", "ex03"]));

/// The checks of an exercise that it was given points for.
fn gained(report: &Report, exercise: &str) -> Vec<String> {
    let checks = items(&report.exercise(exercise)["checks"]);
    let passed = checks.filter(|check| check["points"] != 0.0);
    passed.map(|check| check["name"].to_string()).collect()
}

#[test]
fn a_printed_test_result_is_no_verdict() {
    HOSTILE.expect("ex01/results_come_in_order", "crashed", "exit(0)");
}

#[test]
fn a_record_that_is_printed_is_no_verdict() {
    HOSTILE.expect("ex01/the_timer_measures_exactly", "wrong", "got 0ns");
    HOSTILE.expect("ex01/timers_nest", "wrong", "got 0ns");
}

/// Looks for the private pipe in files, in the arguments and so on, which its exercise forbids.
#[test]
fn a_file_is_not_even_opened() {
    HOSTILE.expect_all("ex02", "forbidden", "is not allowed in this exercise");
}

/// The same in a course that allows all that.
#[test]
fn neither_nonce_nor_pipe_is_found_in_files_on_stdin_in_the_arguments_or_in_the_environment() {
    const EXERCISE: &str = "exercises/ex02_manual_threads/exercise.toml";
    let copy = Copy::lock();
    let spec = copy.read(EXERCISE);
    let allowing = "model = true\nallows = [\"fs\", \"env\", \"io\"]\n";
    copy.write(EXERCISE, spec.replace("model = true\n", allowing));
    let tree = Tree::fixture("hostile");
    let place = tree.path().to_string_lossy();
    let report = Report::read(&copy.grader(&["ex02", "--submission", &place, "--format", "json"]));
    copy.write(EXERCISE, spec);
    report.expect(
        "ex02/two_pauses_run_side_by_side",
        "wrong",
        "faster than possible",
    );
    assert_eq!(gained(&report, "ex02"), [""; 0]);
}

#[test]
fn assertions_of_the_checks_cannot_be_redefined() {
    assert_eq!(gained(&HOSTILE, "ex03"), [""; 0]);
}

#[test]
fn the_api_of_the_checks_cannot_be_called() {
    assert_eq!(gained(&HOSTILE, "ex05"), [""; 0]);
}

#[test]
fn an_answer_of_another_type_that_is_equal_to_everything_gains_nothing() {
    assert_eq!(gained(&CURIOUS, "ex03"), [""; 0]);
}

/// The checks are no secret: they lie beside the stub that a student is given. This says how things are; a grader with
/// hidden checks would have to keep them from the compiler of the submission.
#[test]
fn a_submission_can_read_the_checks_when_it_is_compiled() {
    CURIOUS.expect(
        "ex01/results_come_in_order",
        "panicked",
        "the checks assert something: true",
    );
}
