//! What is said of a wrong submission, and which hint it gets, where a verdict alone would mislead.

use std::sync::LazyLock;

use crate::report::{Report, text};
use crate::submission::Tree;

pub static TOLD: LazyLock<Report> = LazyLock::new(|| Tree::fixture("told").report(&[]));

/// Demands a verdict, something of the message, and something of the hint.
#[track_caller]
fn expect(path: &str, verdict: &str, message: &str, hint: &str) {
    TOLD.expect(path, verdict, message);
    let detail = text(&TOLD.check(path)["detail"]);
    let given = detail.rsplit_once("\n\nHint: ").map(|(_, hint)| hint);
    assert!(given.is_some_and(|given| given.contains(hint)), "{detail}");
}

#[test]
fn tasks_side_by_side_where_they_must_not_be() {
    expect(
        "ex01/each_task_costs_ten_seconds",
        "wrong",
        "9 tasks were at work at once: here they must not overlap",
        "one thing after another",
    );
}

#[test]
fn a_stack_that_overflows() {
    expect(
        "ex01/the_timer_measures_exactly",
        "crashed",
        "stack overflow",
        "Which function of yours calls itself",
    );
}

#[test]
fn threads_that_nobody_waits_for() {
    expect(
        "ex02/two_pauses_run_side_by_side",
        "wrong",
        "did not wait for 2 threads",
        "what are its threads doing?",
    );
}

#[test]
fn a_flood_of_output() {
    expect(
        "ex02/a_panicking_task_is_an_err",
        "limit_exceeded",
        "printed more than 1024 KiB",
        "Which line prints",
    );
}

#[test]
fn a_panic_of_megabytes_makes_no_report_of_megabytes() {
    expect(
        "ex02/five_tasks_take_ten_seconds",
        "panicked",
        "no no no no …",
        "Which line panicked",
    );
    let report = TOLD.json.to_string();
    assert!(report.len() < 1 << 20, "{} bytes", report.len());
}

#[test]
fn an_error_against_the_checks_shows_nothing_of_ours() {
    let path = "ex03/no_update_is_lost";
    let message = "`Cell<u64>` cannot be shared between threads safely";
    expect(
        path,
        "build_failed",
        message,
        "Which type does the compiler name",
    );
    let detail = text(&TOLD.check(path)["detail"]);
    let shown = "scope.spawn(|| counter.add(1));";
    assert_eq!(detail.matches(shown).count(), 1, "{detail}");
    for ours in ["library/", "grader/", ".cargo"] {
        assert!(!detail.contains(ours), "{ours}: {detail}");
    }
}

#[test]
fn a_borrow_that_ends_too_soon() {
    expect(
        "ex04/no_task_is_lost",
        "build_failed",
        "`f` does not live long enough",
        "may not live long enough",
    );
}

#[test]
fn an_exit_of_a_real_process_is_said_with_its_line() {
    expect(
        "ex05/results_keep_the_order_of_the_inputs",
        "crashed",
        "it called exit (in `map` with processes = 2 and inputs.len() = 6), at src/lib.rs:27",
        "What ends a process",
    );
}

/// What the compiler refuses although it compiles.
#[test]
fn a_guard_that_is_dropped_at_once() {
    let tree = Tree::new();
    let text = "//! Locks nothing.\npub fn f(lock: &std::sync::Mutex<u8>) {\n    let _ = lock.lock();\n}\n";
    tree.write("ex03_race_conditions/src/lib.rs", text);
    let report = tree.report(&["ex03"]);
    let detail = report.expect_all("ex03", "build_failed", "src/lib.rs:3: non-binding let");
    assert!(
        detail.contains("\n\nHint: Which line does the compiler name"),
        "{detail}"
    );
}
