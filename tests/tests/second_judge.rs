//! Loom's own word on a submission: the same verdicts as the model's where it judges, and UNSURE with the reason where it
//! cannot.

use std::sync::LazyLock;

use crate::program::COURSE;
use crate::report::Report;
use crate::submission::Tree;

/// The mistakes that `mistakes` looks at, judged by loom.
static MISTAKES: LazyLock<Report> = LazyLock::new(|| {
    let loom = ["ex02", "ex03", "--engine", "loom"];
    Tree::fixture("mistakes").report(&loom)
});

#[test]
fn loom_finds_the_race_and_the_panic() {
    MISTAKES.expect("ex03/no_update_is_lost", "race", "got 1, expected 3");
    let panic = "at src/lib.rs:70: the balance covers it";
    MISTAKES.expect("ex03/the_account_is_never_overdrawn", "panicked", panic);
}

#[test]
fn loom_finds_the_deadlock_and_says_who_waits_for_what() {
    let path = "ex03/every_result_is_kept";
    MISTAKES.expect(
        path,
        "deadlock",
        "worker 1 waits for a Condvar at src/lib.rs:34",
    );
    let check = MISTAKES.check(path);
    assert!(check["executions"].as_u64() > Some(0), "{check:#}");
}

#[test]
fn what_needs_a_clock_is_unsure() {
    let reason = "loom cannot: it has no clock";
    MISTAKES.expect(
        "ex03/nobody_sleeps_with_the_lock_held",
        "inconclusive",
        reason,
    );
    MISTAKES.expect("ex02/five_tasks_take_ten_seconds", "inconclusive", reason);
}

#[test]
fn locks_in_statics_are_unsure_and_named() {
    let tree = Tree::new();
    let file = "ex03_race_conditions/src/lib.rs";
    let statics = COURSE.join("tests/submissions/ex03/wrong/statics.rs");
    tree.write(
        file,
        std::fs::read(statics).expect("it is a sample of the course"),
    );
    let ended = tree.grade(&["ex03", "--engine", "loom"]);
    assert_eq!(ended.code, 1);
    let said = ended
        .stdout
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        said.contains("UNSURE ?/10 all 6 checks loom cannot: src/lib.rs:"),
        "{said}"
    );
    assert!(
        said.contains("nothing of its own can lie in a static"),
        "{said}"
    );
    assert!(
        said.contains("without `--engine loom` they are judged"),
        "{said}"
    );
}

#[test]
fn what_does_not_compile_is_the_submissions_own() {
    let tree = Tree::new();
    tree.write(
        "ex03_race_conditions/src/lib.rs",
        "pub fn f() -> u64 { \"no\" }\n",
    );
    let report = tree.report(&["ex03", "--engine", "loom"]);
    let told = report.expect_all("ex03", "build_failed", "mismatched types");
    assert!(told.contains("src/lib.rs:1"), "{told}");
}

#[test]
fn an_exercise_for_real_is_unsure() {
    let tree = Tree::new();
    let file = "ex05_process_pool/src/lib.rs";
    let solution = COURSE.join("solutions").join(file);
    tree.write(
        file,
        std::fs::read(solution).expect("every exercise has a solution"),
    );
    let report = tree.report(&["ex05", "--engine", "loom"]);
    let told = report.expect_all("ex05", "inconclusive", "loom cannot");
    assert!(
        told.contains("it has no real threads and processes"),
        "{told}"
    );
}
