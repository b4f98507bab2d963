//! What kind of wrong a wrong submission is, and how that reads.

use std::sync::LazyLock;

use crate::program::Ended;
use crate::report::Report;
use crate::submission::Tree;

pub static MISTAKES: LazyLock<Report> =
    LazyLock::new(|| Tree::fixture("mistakes").report(&["ex01", "ex02", "ex03"]));

/// The same for a person, at length since exercises are named.
static TOLD: LazyLock<Ended> =
    LazyLock::new(|| Tree::fixture("mistakes").grade(&["3", "ex02_manual_threads", "ex01"]));

#[test]
fn what_fails_under_every_interleaving_is_wrong() {
    MISTAKES.expect(
        "ex01/results_come_in_order",
        "wrong",
        "got [1], expected [0]",
    );
}

#[test]
fn what_is_faster_than_the_work_allows_is_wrong() {
    MISTAKES.expect(
        "ex01/five_tasks_take_fifty_seconds",
        "wrong",
        "took 0.000 s, faster than possible",
    );
}

#[test]
fn what_is_right_passes_beside_what_is_wrong() {
    MISTAKES.expect(
        "ex01/the_timer_measures_exactly",
        "passed",
        "exactly 31539608.234 s",
    );
    MISTAKES.expect("ex02/two_pauses_run_side_by_side", "passed", "2 at once");
}

#[test]
fn what_fails_under_some_interleavings_is_a_race() {
    MISTAKES.expect("ex03/no_update_is_lost", "race", "got 1, expected 3");
    let check = MISTAKES.check("ex03/no_update_is_lost");
    assert_eq!(
        check["exhaustive"], true,
        "a race that was found is certain"
    );
    let steps = check["trace"].as_array().expect("a trace");
    let is_lost_store = |step: &serde_json::Value| {
        step["op"] == "store" && step["file"] == "src/lib.rs" && step["line"] == 15
    };
    assert!(steps.iter().any(is_lost_store), "{check:#}");
}

#[test]
fn threads_that_wait_for_each_other_are_a_deadlock_that_is_named() {
    MISTAKES.expect(
        "ex03/every_result_is_kept",
        "deadlock",
        "worker 1 waits to be notified (at src/lib.rs:34)",
    );
}

#[test]
fn a_lock_held_through_a_sleep_is_too_slow_and_both_figures_are_said() {
    MISTAKES.expect(
        "ex03/nobody_sleeps_with_the_lock_held",
        "too_slow",
        "took 200.000 s; at most 60.000 s allowed",
    );
    assert_eq!(
        MISTAKES.check("ex03/nobody_sleeps_with_the_lock_held")["virtual_seconds"],
        200.0
    );
    let detail = MISTAKES.check("ex03/nobody_sleeps_with_the_lock_held")["detail"].to_string();
    assert!(
        detail.contains("because each waited for the Mutex"),
        "{detail}"
    );
}

#[test]
fn one_thread_that_waits_for_all_is_not_concurrent() {
    MISTAKES.expect(
        "ex02/five_tasks_take_ten_seconds",
        "not_concurrent",
        "1 at work at once",
    );
}

#[test]
fn a_panic_of_the_submission_is_told_from_a_wrong_answer() {
    MISTAKES.expect(
        "ex03/the_account_is_never_overdrawn",
        "panicked",
        "panicked at src/lib.rs:70: the balance covers it",
    );
}

#[test]
fn what_is_still_to_do_costs_the_checks_of_that_function_only() {
    MISTAKES.expect(
        "ex02/a_panicking_task_is_an_err",
        "not_attempted",
        "todo!() at src/lib.rs:39",
    );
    MISTAKES.expect(
        "ex02/tasks_of_different_lengths_run_together",
        "not_attempted",
        "join 3 threads",
    );
    MISTAKES.expect("ex02/results_keep_the_order_of_the_arguments", "passed", "");
    assert_eq!(MISTAKES.exercise("ex02")["score"], 4);
}

#[test]
fn the_report_for_people_has_the_score_of_the_json_and_the_same_exit_code() {
    let score = format!(
        "{} of {} points",
        MISTAKES.json["score"].as_u64().expect("a number"),
        MISTAKES.json["max_score"].as_u64().expect("a number")
    );
    assert!(
        TOLD.stdout.lines().any(|line| line.starts_with(&score)),
        "{score}: {}",
        TOLD.stdout
    );
    assert_eq!((TOLD.code, MISTAKES.code), (1, 1));
    assert_eq!(TOLD.stderr, "");
}

#[test]
fn the_report_for_people_is_plain_and_fits_eighty_columns() {
    for line in TOLD.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
        assert!(!line.contains('\u{1b}'), "{line}");
    }
}

/// The lines of checks.rs are another's to move.
#[test]
fn a_race_is_told_step_by_step() {
    let (_, race) = TOLD.stdout.split_once("RACE  ").expect("a race");
    let (race, _) = race.split_once("    Hint: ").expect("a hint");
    insta::with_settings!({filters => vec![(r"checks\.rs:\d+", "checks.rs:N")]}, {
        insta::assert_snapshot!(race, @r"
        0/2    no_update_is_lost
                               one thread added 1 and another added 2, so the counter
                               must stand at 3: got 1, expected 3

            (asserted at tests/checks.rs:N)

            What happened with one interruption, step by step:

                  main               worker 1       worker 2
               1  load 0                                       src/lib.rs:19
                  (waits: worker 1)
            >  2                     load 0                    src/lib.rs:19
                                     (interrupted)
               3                                    load 0     src/lib.rs:19
            >  4                                    store 2    src/lib.rs:15
            >  5                     store 1                   src/lib.rs:15
               6  join worker 1                                tests/checks.rs:N
               7  join worker 2                                tests/checks.rs:N
               8  load 1                                       src/lib.rs:19
                  panics                                       tests/checks.rs:N

              src/lib.rs:15       | self.value.store(self.value() + n, SeqCst);
              src/lib.rs:19       | self.value.load(SeqCst)
              tests/checks.rs:N  | thread::scope(|scope| {
              tests/checks.rs:N  | assert_eq!(

            worker 1 read 0 in step 2 (src/lib.rs:19) and stored 1 in step 5
              (src/lib.rs:15), not knowing that worker 2 had stored 2 in step 4
              (src/lib.rs:15) in between: one update is lost.
        ");
    });
}
