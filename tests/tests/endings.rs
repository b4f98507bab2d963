//! Submissions that do not return: what hangs, leaves, crashes or takes more than it may ends as a verdict.

use std::sync::LazyLock;

use crate::report::Report;
use crate::submission::Tree;

/// It ends by itself, or [`crate::program::PATIENCE`] ends it.
pub static ENDINGS: LazyLock<Report> = LazyLock::new(|| Tree::fixture("endings").report(&[]));

#[test]
fn an_endless_loop_is_timed_out() {
    ENDINGS.expect(
        "ex01/results_come_in_order",
        "timed_out",
        "still running after 10 s",
    );
}

#[test]
fn an_endless_loop_of_a_real_process_is_timed_out() {
    ENDINGS.expect("ex05/serve_answers_each_line_at_once", "timed_out", "");
}

/// Six at once, so that the readers of their output have more to take than they can pass on.
#[test]
fn a_flood_of_output_is_a_limit() {
    let report = Tree::fixture("flood").report(&["ex01"]);
    report.expect_all("ex01", "limit_exceeded", "printed more than 1024 KiB");
}

#[test]
fn success_from_within_a_thread_is_a_crash() {
    ENDINGS.expect("ex02/two_pauses_run_side_by_side", "crashed", "exit(0)");
}

#[test]
fn an_abort_is_a_crash() {
    ENDINGS.expect("ex02/five_tasks_take_ten_seconds", "crashed", "abort");
}

#[test]
fn a_recursion_without_end_is_a_crash_that_names_the_stack() {
    ENDINGS.expect(
        "ex02/a_panicking_task_is_an_err",
        "crashed",
        "in main: a recursion without an end, or far too deep",
    );
    ENDINGS.expect("ex05/no_child_is_left_behind", "crashed", "stack overflow");
}

#[test]
fn a_lock_taken_twice_is_a_deadlock() {
    ENDINGS.expect("ex03/no_update_is_lost", "deadlock", "that it holds itself");
}

#[test]
fn a_loop_that_only_yields_is_a_limit() {
    ENDINGS.expect(
        "ex03/nobody_sleeps_with_the_lock_held",
        "limit_exceeded",
        "spins at src/lib.rs:",
    );
}

#[test]
fn more_memory_than_there_is_is_a_limit() {
    ENDINGS.expect(
        "ex03/the_account_is_never_overdrawn",
        "limit_exceeded",
        "more memory",
    );
}

#[test]
fn what_is_right_is_not_drawn_in() {
    ENDINGS.expect("ex01/the_timer_measures_exactly", "passed", "");
    ENDINGS.expect("ex03/every_result_is_kept", "wrong", "");
    ENDINGS.expect_all(
        "ex04",
        "not_attempted",
        "no file ex04_thread_pool/src/lib.rs",
    );
    assert_eq!(ENDINGS.code, 1);
}
