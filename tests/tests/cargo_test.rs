//! `cargo test -p ex03`, as students run it, in a copy of the course.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use crate::course_copy::Copy;
use crate::mistakes::MISTAKES;
use crate::program::{COURSE, Ended};
use crate::report::{items, text};

/// What cargo test says of a submission that is right and prints, asked in several ways.
struct Chatty {
    list: Ended,
    filtered: Ended,
    unknown: Ended,
    shown: Ended,
}

static CHATTY: LazyLock<Chatty> = LazyLock::new(|| {
    let (copy, lib) = (Copy::lock(), fixture("chatty"));
    let run = |arguments: &[&str]| copy.test_ex03(&lib, arguments);
    Chatty {
        list: run(&["--", "--list"]),
        filtered: run(&["account"]),
        unknown: run(&["no_such_check"]),
        shown: run(&["order_of_completion", "--", "--nocapture"]),
    }
});

/// One that hangs, leaves with success, aborts and overflows its stack, each in another check.
static LEAVING: LazyLock<Ended> =
    LazyLock::new(|| Copy::lock().test_ex03(&fixture("leaving"), &[]));

fn fixture(tree: &str) -> String {
    let path = format!("fixtures/{tree}/ex03_race_conditions/src/lib.rs");
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What is printed after the tests themselves, without times.
fn summary(ended: &Ended) -> &str {
    let (_, after) = ended.stdout.split_once("test result: ").unwrap_or_default();
    let (_, after) = after.split_once('\n').unwrap_or_default();
    after.trim_matches('\n')
}

#[test]
fn the_stub_fails_and_says_what_is_to_do() {
    let stub = read(&COURSE.join("exercises/ex03_race_conditions/src/lib.rs"));
    let ended = Copy::lock().test_ex03(&stub, &[]);
    assert_eq!(ended.code, 101, "as every failing test: {ended:?}");
    insta::assert_snapshot!(summary(&ended), @r"
    ex03: Race conditions and locks

                TODO  no_update_is_lost                        0 of 2
                      todo!() at src/lib.rs:14: Task 1
                TODO  every_result_is_kept                     0 of 2
                      todo!() at src/lib.rs:29: Task 2
                TODO  results_come_in_the_order_of_completion  0 of 1
                      todo!() at src/lib.rs:36: Task 3: start 3 threads
                TODO  nobody_sleeps_with_the_lock_held         0 of 2
                      todo!() at src/lib.rs:36: Task 3: start 5 threads
                TODO  the_account_is_never_overdrawn           0 of 2
                      todo!() at src/lib.rs:46: Task 4: open with 100
                TODO  a_covered_withdrawal_is_always_paid      0 of 1
                      todo!() at src/lib.rs:46: Task 4: open with 100

                      0 of 10 points, 0 of 6 checks pass
    Hint: Which `todo!` was reached? The tasks come in the order of difficulty: have
          you done the ones before it?
    Next: cargo test -p ex03 no_update_is_lost  (this check alone)
    ");
}

#[test]
fn the_solution_passes_and_says_what_that_proves() {
    let solution = read(&COURSE.join("solutions/ex03_race_conditions/src/lib.rs"));
    let ended = Copy::lock().test_ex03(&solution, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    insta::assert_snapshot!(summary(&ended), @r"
    ex03: Race conditions and locks

                PASS  no_update_is_lost                        2 of 2
                      all 9 interleavings
                PASS  every_result_is_kept                     2 of 2
                      all 12 interleavings
                PASS  results_come_in_the_order_of_completion  1 of 1
                      exactly 3.000 s, 3 at once; exactly 2.000 s, 2 at once;
                      exactly 60.000 s, 6 at once; exactly 4.000 s; all 3
                      interleavings
                PASS  nobody_sleeps_with_the_lock_held         2 of 2
                      exactly 60.000 s, 5 at once
                PASS  the_account_is_never_overdrawn           2 of 2
                      all 10 interleavings
                PASS  a_covered_withdrawal_is_always_paid      1 of 1
                      all 9 interleavings

                      10 of 10 points, 6 of 6 checks pass
    Next: cargo run -p grader -- list  (what there is to do)
    ");
}

#[test]
fn a_list_names_the_checks_and_runs_none() {
    let list = &CHATTY.list;
    assert_eq!(list.code, 0, "{list:?}");
    insta::assert_snapshot!(list.stdout, @r"
    no_update_is_lost: test
    every_result_is_kept: test
    results_come_in_the_order_of_completion: test
    nobody_sleeps_with_the_lock_held: test
    the_account_is_never_overdrawn: test
    a_covered_withdrawal_is_always_paid: test
    ");
}

#[test]
fn a_filter_runs_what_it_fits_and_says_what_was_not_run() {
    let filtered = &CHATTY.filtered;
    assert_eq!(filtered.code, 0, "{filtered:?}");
    let lines = filtered.stdout.lines();
    let mut ran: Vec<_> = lines.filter(|line| line.starts_with("test the_")).collect();
    ran.sort_unstable();
    insta::assert_snapshot!(ran.join("\n"), @"test the_account_is_never_overdrawn ... ok");
    assert!(
        filtered.stdout.contains("5 filtered out"),
        "{}",
        filtered.stdout
    );
    assert!(summary(filtered).contains("not run"), "{}", filtered.stdout);
}

#[test]
fn a_filter_that_fits_nothing_passes_like_any_empty_test() {
    let unknown = &CHATTY.unknown;
    assert_eq!(unknown.code, 0, "{unknown:?}");
    assert!(
        unknown.stdout.contains("running 0 tests"),
        "{}",
        unknown.stdout
    );
}

#[test]
fn what_a_submission_prints_is_shown_only_if_it_is_asked_for() {
    let said = "starting 6 threads";
    let count = |ended: &Ended| ended.stdout.matches(said).count();
    assert_eq!(CHATTY.shown.code, 0, "{:?}", CHATTY.shown);
    assert_eq!(count(&CHATTY.shown), 1, "{}", CHATTY.shown.stdout);
    assert_eq!(count(&CHATTY.filtered), 0, "{}", CHATTY.filtered.stdout);
}

#[test]
fn a_submission_that_hangs_leaves_aborts_or_overflows_ends_as_verdicts() {
    assert_eq!(LEAVING.code, 101, "{LEAVING:?}");
    insta::assert_snapshot!(summary(&LEAVING), @r"
    ex03: Race conditions and locks

             TIMEOUT  no_update_is_lost                        0 of 2
                      still running after 10 s: a loop or a wait that never ends?
               CRASH  every_result_is_kept                     0 of 2
                      main left the process with exit(0) at src/lib.rs:24, before
                      the work was over
               CRASH  results_come_in_the_order_of_completion  0 of 1
                      main left the process with abort() at src/lib.rs:29, before
                      the work was over (in do_threaded_tasks(&[3, 2, 1]))
               CRASH  nobody_sleeps_with_the_lock_held         0 of 2
                      main left the process with abort() at src/lib.rs:29, before
                      the work was over (in do_threaded_tasks(&[60, 50, 40, 30,
                      20]))
               CRASH  the_account_is_never_overdrawn           0 of 2
                      stack overflow (SIGSEGV) in main: a recursion without an end,
                      or far too deep
               CRASH  a_covered_withdrawal_is_always_paid      0 of 1
                      stack overflow (SIGSEGV) in main: a recursion without an end,
                      or far too deep

                      0 of 10 points, 0 of 6 checks pass
    Hint: Which loop in your code has no end?
    Next: cargo test -p ex03 no_update_is_lost  (this check alone)
    ");
}

#[test]
fn a_submission_that_prints_a_result_and_leaves_with_success_does_not_pass() {
    let results: Vec<_> = LEAVING
        .stdout
        .lines()
        .filter(|line| line.starts_with("test result: "))
        .collect();
    assert_eq!(results.len(), 1, "{results:?}");
    assert!(
        results[0].contains("FAILED. 0 passed; 6 failed"),
        "{results:?}"
    );
}

/// One renderer: a race, a panic and a table of steps read the same wherever they are shown.
#[test]
fn what_went_wrong_reads_as_the_grader_tells_it() {
    let ended = Copy::lock().test_ex03(&fixture("mistakes"), &[]);
    let mut accounts = 0;
    for check in items(&MISTAKES.exercise("ex03")["checks"]) {
        let detail = text(&check["detail"]);
        let (told, _hint) = detail.rsplit_once("\n\nHint: ").unwrap_or((detail, ""));
        let Some((_message, account)) = told.split_once("\n\n") else {
            continue;
        };
        assert!(
            ended.stdout.contains(account),
            "{account}\n\nis not in\n\n{}",
            ended.stdout
        );
        accounts += 1;
    }
    assert!(accounts > 1, "the fixture has several mistakes");
}

#[test]
fn what_does_not_compile_is_said_by_cargo() {
    let broken = "//! Broken.\npub fn broken() -> u64 { \"x\" }\n";
    let ended = Copy::lock().test_ex03(broken, &[]);
    assert_eq!(ended.code, 101, "{ended:?}");
    assert!(
        ended.stderr.contains("mismatched types"),
        "{}",
        ended.stderr
    );
    assert!(
        ended
            .stderr
            .contains("exercises/ex03_race_conditions/src/lib.rs:2:"),
        "{}",
        ended.stderr
    );
}
