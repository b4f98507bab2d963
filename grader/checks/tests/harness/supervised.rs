//! What a supervised process's end is taken for.

use std::env::current_exe;
use std::path::Path;
use std::time::Duration;

use course::Verdict::{self, *};
use supervise::{DEFAULT_OUTPUT, Limits, Run, Supervisor, command};

use crate::{Test, tests};

pub(crate) const TESTS: &[Test] = tests![
    a_check_that_returns_has_passed_and_its_output_is_kept,
    a_check_that_holds_fails_in_a_run_that_must,
    a_failed_assertion_is_wrong,
    a_verdict_that_a_check_gives_stands,
    a_todo_is_not_attempted_wherever_it_is_reached,
    the_submissions_own_panic_names_its_place,
    a_panic_on_purpose_blames_only_who_lets_it_out,
    leaving_without_a_verdict_is_a_crash,
    what_never_returned_is_named,
    what_the_system_ended_is_told_by_the_systems_name,
    a_forged_record_is_not_believed,
    what_hangs_is_timed_out,
    what_prints_for_ever_is_stopped,
    too_much_output_counts_even_if_the_record_came,
    stdin_is_empty,
    processes_that_overlap_are_told_from_those_that_queue_up,
    every_process_that_was_started_is_counted,
    a_worker_must_be_registered,
    code_of_others_asks_only_servers_of_the_check,
    a_disk_can_be_full,
    an_unknown_check_is_our_fault,
    a_missing_binary_is_our_fault,
];

/// So long that no machine is too slow for it.
pub(crate) const PATIENT: Limits = Limits {
    wall: Duration::from_secs(300),
    output: DEFAULT_OUTPUT,
};

fn run_check(check: &str) -> Run {
    run(&current_exe().unwrap(), check, &PATIENT)
}

fn a_check_that_holds_fails_in_a_run_that_must() {
    let supervisor = Supervisor {
        limits: PATIENT.clone(),
        must_fail: true,
        ..Supervisor::default()
    };
    let run = supervisor.run(command(&current_exe().unwrap(), "passes", None));
    assert_eq!(run.expect("nobody cancels it").outcome.verdict, Wrong);
}

fn run(exe: &Path, check: &str, limits: &Limits) -> Run {
    let supervisor = Supervisor {
        limits: limits.clone(),
        ..Supervisor::default()
    };
    let run = supervisor.run(command(exe, check, None));
    run.expect("nobody cancels it")
}

#[track_caller]
fn expect(check: &str, verdict: Verdict, message: &str) {
    let outcome = run_check(check).outcome;
    assert_eq!(
        (outcome.verdict, outcome.message.as_str()),
        (verdict, message),
        "{check}"
    );
}

fn a_check_that_returns_has_passed_and_its_output_is_kept() {
    let run = run_check("passes");
    assert_eq!(
        (run.outcome.verdict, run.outcome.message.as_str()),
        (Passed, "")
    );
    assert_eq!(
        (run.stdout.as_str(), run.stderr.as_str()),
        ("all is well\n", "all is quiet\n")
    );
}

fn a_failed_assertion_is_wrong() {
    expect("asserts_in_vain", Wrong, "one and one: got 2, expected 3");
    assert!(
        run_check("asserts_in_vain").stderr.contains("one and one"),
        "the panic is still printed"
    );
}

fn a_verdict_that_a_check_gives_stands() {
    expect(
        "fails_by_verdict",
        TooSlow,
        "took 50.000 s; at most 12.000 s allowed",
    );
    expect(
        "fails_where_it_is_swallowed",
        NotConcurrent,
        "nothing overlapped",
    );
}

fn a_todo_is_not_attempted_wherever_it_is_reached() {
    for check in [
        "reaches_todo",
        "reaches_todo_in_a_thread",
        "takes_todo_for_an_error",
    ] {
        expect(check, NotAttempted, "todo!() at src/lib.rs:8: add them up");
    }
}

fn the_submissions_own_panic_names_its_place() {
    expect(
        "lets_the_submission_panic",
        Panicked,
        "main panicked at src/lib.rs:23: index out of bounds: the len is 3 but the index is 3",
    );
    let message = "worker 1 panicked at src/lib.rs:32: no tickets left";
    expect("lets_a_thread_of_the_submission_panic", Panicked, message);
}

fn a_panic_on_purpose_blames_only_who_lets_it_out() {
    expect("panics_on_purpose_guarded", Passed, "");
    assert_eq!(
        run_check("panics_on_purpose_unguarded").outcome.verdict,
        Panicked
    );
}

fn leaving_without_a_verdict_is_a_crash() {
    expect(
        "exits_with_0",
        Crashed,
        "ended with exit code 0 before the check was over: it called exit",
    );
    expect(
        "exits_with_3",
        Crashed,
        "ended with exit code 3 before the check was over: it called exit",
    );
}

fn what_never_returned_is_named() {
    expect(
        "exits_in_a_call",
        Crashed,
        "ended with exit code 101 before the check was over: it called exit (in do_tasks(9))",
    );
}

fn what_the_system_ended_is_told_by_the_systems_name() {
    // What std leaves an overflow to on Windows is not the same in each version of it.
    let (abort, overflow) = match cfg!(windows) {
        true => ("exception 0xC0000409", ""),
        false => ("SIGABRT", "SIGABRT)"),
    };
    let message = format!("killed by {abort} before the check was over: it called abort");
    expect("aborts", Crashed, &message);
    let outcome = run_check("overflows_its_stack").outcome;
    let message = outcome.message;
    assert_eq!(outcome.verdict, Crashed);
    let begins = message.starts_with(&format!("stack overflow ({overflow}"));
    let ends = message.ends_with(") in main: a recursion without an end, or far too deep");
    assert!(begins && ends, "{message}");
}

fn a_forged_record_is_not_believed() {
    expect(
        "forges_a_record",
        Crashed,
        "ended with exit code 0 before the check was over: it called exit",
    );
}

fn what_hangs_is_timed_out() {
    let limits = Limits {
        wall: Duration::from_millis(300),
        ..Limits::default()
    };
    let run = run(&current_exe().unwrap(), "hangs", &limits);
    assert_eq!(run.outcome.verdict, TimedOut);
    assert!(
        run.outcome.message.starts_with("still running after 0.3 s"),
        "{}",
        run.outcome.message
    );
}

fn what_prints_for_ever_is_stopped() {
    let run = run_check("prints_for_ever");
    assert_eq!(run.outcome.verdict, LimitExceeded);
    assert_eq!(
        run.outcome.message,
        "printed more than 1024 KiB: a loop that never ends?"
    );
    assert_eq!(run.stdout.len(), DEFAULT_OUTPUT, "what fits is kept");
}

fn too_much_output_counts_even_if_the_record_came() {
    assert_eq!(
        run_check("prints_too_much_and_passes").outcome.verdict,
        LimitExceeded
    );
}

fn stdin_is_empty() {
    expect("reads_its_stdin", Passed, "");
}

fn processes_that_overlap_are_told_from_those_that_queue_up() {
    expect("processes_overlap", Passed, "3 processes at work at once");
    expect(
        "processes_queue_up",
        NotConcurrent,
        "at most 1 of 3 processes were at work at once",
    );
}

fn every_process_that_was_started_is_counted() {
    expect("workers_sign_in", Passed, "");
    // Windows tells nobody, through std, which processes are whose.
    if cfg!(unix) {
        expect("counts_a_process_that_has_not_signed_in_yet", Passed, "");
    }
    expect(
        "starts_one_process_more",
        Wrong,
        "2 processes were started, with or without work to do; at most 1 may be, as one was asked for",
    );
    expect(
        "does_a_task_twice",
        Wrong,
        "task 7 was begun 2 times; each is to be begun once, whatever becomes of it",
    );
}

fn code_of_others_asks_only_servers_of_the_check() {
    expect("keeps_to_its_own_servers", Passed, "");
}

fn a_disk_can_be_full() {
    expect("runs_out_of_space", Passed, "");
}

fn a_worker_must_be_registered() {
    expect("asks_for_a_worker_that_is_not_there", Passed, "");
}

fn an_unknown_check_is_our_fault() {
    expect(
        "no_such_check",
        GraderFault,
        "checks.rs has no check `no_such_check`",
    );
}

fn a_missing_binary_is_our_fault() {
    let outcome = run(Path::new("/no/such/binary"), "passes", &PATIENT).outcome;
    assert_eq!(outcome.verdict, GraderFault);
    assert!(
        outcome.message.contains("/no/such/binary"),
        "{}",
        outcome.message
    );
}
