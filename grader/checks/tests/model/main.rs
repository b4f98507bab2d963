//! The model behind the harness, from outside: what each kind of run is taken for.
//!
//! As `tests/harness` does, this binary plays its own fixture. Its `std` is the model's, as it is in the
//! checks of an exercise.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

#[path = "fixture/tests/checks.rs"]
mod fixture;
mod played;

use std::process::ExitCode;
use std::time::Duration;

use course::{Cause, Evidence, Outcome, Verdict::*};
use libtest_mimic::{Arguments, Failed, Trial};
use supervise::protocol::encode;
use supervise::{DEFAULT_OUTPUT, Limits, Supervisor, command};

/// Functions as tests, each by the name of its behaviour.
macro_rules! trials {
    ($($test:path),* $(,)?) => { vec![$(Trial::test(stringify!($test), || passes($test))),*] };
}

fn main() -> ExitCode {
    if let Some(code) = fixture::main_of_the_fixture() {
        return code;
    }
    let trials = trials![
        a_pass_says_what_it_proves,
        a_race_comes_with_its_trace,
        samples_prove_no_more_than_they_are,
        what_always_fails_is_wrong,
        threads_that_were_not_joined_are_told_from_those_that_were,
        virtual_time_takes_threads_in_several_orders,
        what_is_too_slow_in_every_order_is_no_race,
        what_a_check_says_comes_with_the_run_that_it_was_said_of,
        long_names_and_texts_do_not_lose_the_record,
        a_todo_is_not_attempted,
        the_submissions_own_assertion_is_a_panic,
        a_deadlock_names_the_locks,
        time_is_exact,
        overlap_is_judged,
        work_is_timed_on_as_many_cores_as_the_check_says,
        an_overflow_names_its_thread_and_its_last_operation,
        leaving_is_a_crash,
        a_verdict_given_inside_a_model_stands,
        a_panic_on_purpose_is_nobodys_fault,
        a_second_panic_is_a_crash,
        played::the_run_that_fails_is_played_to_its_verdict,
        played::a_check_that_passes_is_played_run_by_run,
        played::what_cannot_be_played_says_how_it_ended,
        played::a_decision_inside_a_run_is_the_end_of_that_run_alone,
        played::a_step_that_never_comes_ends_the_conversation_with_a_reason,
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// A panic has been printed by its hook already.
fn passes(test: fn()) -> Result<(), Failed> {
    std::panic::catch_unwind(test).map_err(|_| Failed::without_message())
}

fn outcome_of(check: &str) -> Outcome {
    // So long that no machine is too slow for it.
    let limits = Limits {
        wall: Duration::from_secs(300),
        together: None,
        output: DEFAULT_OUTPUT,
    };
    let supervisor = Supervisor {
        limits,
        ..Supervisor::default()
    };
    let exe = real::env::current_exe().unwrap();
    let run = supervisor.run(command(&exe, check, None));
    run.expect("nobody cancels it").outcome
}

fn a_pass_says_what_it_proves() {
    let outcome = outcome_of("no_update_is_lost");
    assert_eq!(
        (outcome.verdict, outcome.figures.exhaustive),
        (Passed, Some(true))
    );
    assert_eq!(outcome.message, "both interleavings");
    assert_eq!(outcome.figures.executions, Some(2));
    assert_eq!(
        outcome_of("two_runs_are_exhaustive").message,
        "all 3 interleavings"
    );

    let outcome = outcome_of("ten_seconds_are_enough");
    assert_eq!(
        (outcome.verdict, outcome.message.as_str()),
        (Passed, "exactly 10.000 s, 5 at once")
    );
    assert_eq!(
        (outcome.figures.virtual_seconds, outcome.figures.exhaustive),
        (Some(10.0), None)
    );
    let Evidence::Timeline(run) = outcome.evidence else {
        panic!("what passed is shown too");
    };
    let lanes = run.timeline.timeline.lanes();
    assert_eq!(lanes.len(), 6, "main and five threads");
}

fn samples_prove_no_more_than_they_are() {
    let outcome = outcome_of("no_update_is_lost_in_a_hundred_samples");
    assert_eq!(
        (outcome.verdict, outcome.figures.exhaustive),
        (Passed, Some(false))
    );
    assert_eq!(outcome.message, "100 random schedules");
    assert_eq!(outcome.figures.executions, Some(100));
    assert_eq!(outcome_of("an_update_is_lost_in_a_sample").verdict, Race);
    assert_eq!(
        outcome_of("the_sum_is_wrong_in_every_sample").verdict,
        Wrong
    );
}

fn a_race_comes_with_its_trace() {
    let outcome = outcome_of("an_update_is_lost");
    assert_eq!(outcome.verdict, Race);
    assert_eq!(
        outcome.message,
        "two threads added one each: got 1, expected 2"
    );
    assert_eq!(outcome.figures.exhaustive, Some(true));
    let store = outcome
        .evidence
        .steps()
        .iter()
        .find(|step| step.op == "store")
        .expect("somebody stored");
    assert_eq!(
        (store.site.file.as_str(), store.site.line),
        ("src/lib.rs", 27)
    );
    assert!(
        outcome
            .detail()
            .contains("(asserted at tests/checks.rs:19)\n\n"),
        "{}",
        outcome.detail()
    );
    assert!(
        outcome.detail().contains("total.store(seen + 1, SeqCst)"),
        "the line itself is quoted"
    );
}

/// Whether main has waited for its threads is asked of real runs, in which not all that happens is a step.
fn threads_that_were_not_joined_are_told_from_those_that_were() {
    for check in ["the_sum_is_wrong", "the_sum_is_wrong_in_virtual_time"] {
        assert_eq!(outcome_of(check).cause, None, "{check}");
    }
    let outcome = outcome_of("nobody_is_waited_for");
    assert_eq!(
        (outcome.verdict, outcome.cause),
        (Race, Some(Cause::RaceUnjoined))
    );
    let outcome = outcome_of("nobody_is_waited_for_in_virtual_time");
    assert_eq!(
        (outcome.verdict, outcome.cause),
        (Wrong, Some(Cause::WrongUnjoined))
    );
    let outcome = outcome_of("nobody_is_waited_for_but_all_are_over");
    assert_eq!((outcome.verdict, outcome.cause), (Wrong, None));
}

fn what_always_fails_is_wrong() {
    for check in ["the_sum_is_wrong", "the_sum_is_wrong_in_virtual_time"] {
        let outcome = outcome_of(check);
        let message = "two threads added one each: got 4, expected 2";
        assert_eq!(
            (outcome.verdict, outcome.message.as_str()),
            (Wrong, message)
        );
    }
}

fn virtual_time_takes_threads_in_several_orders() {
    let outcome = outcome_of("the_order_of_threads_is_left_to_chance");
    assert_eq!(outcome.verdict, Race, "{}", outcome.detail());
    assert!(
        outcome.detail().contains("in another order (seed "),
        "{}",
        outcome.detail()
    );
}

fn what_is_too_slow_in_every_order_is_no_race() {
    let outcome = outcome_of("the_order_is_left_to_chance_and_every_order_is_slow");
    assert_eq!(outcome.verdict, TooSlow, "{}", outcome.detail());
    assert_eq!(outcome.message, "took 8.000 s; at most 1.000 s allowed");
    // One that is slow elsewhere stays a race: that was found first.
    let outcome = outcome_of("the_order_is_left_to_chance_and_is_fast");
    assert_eq!(outcome.verdict, Race, "{}", outcome.detail());
}

fn what_a_check_says_comes_with_the_run_that_it_was_said_of() {
    let outcome = outcome_of("what_fails_depends_on_the_order");
    let (first, _) = outcome
        .message
        .split_once(" came first")
        .expect("it is said");
    let Evidence::Timeline(shown) = &outcome.evidence else {
        panic!("the clock moved in that run: {}", outcome.detail());
    };
    let slept = shown.timeline.timeline.elapsed().as_secs();
    assert_eq!(slept.to_string(), first, "{}", outcome.detail());
}

fn long_names_and_texts_do_not_lose_the_record() {
    let outcome = outcome_of("an_update_is_lost_at_length");
    assert_eq!(outcome.verdict, Race, "{}", outcome.message);
    let report = outcome.detail().len() + encode(&outcome, "").len();
    assert!(report < 1 << 20, "{report} bytes");
    let outcome = outcome_of("it_panics_at_length");
    assert_eq!(outcome.verdict, Panicked, "{}", outcome.message);
    assert!(
        outcome.message.ends_with('…') && outcome.message.len() < 2_000,
        "{}",
        outcome.message
    );
    assert!(
        outcome.detail().len() < 10_000,
        "{} bytes",
        outcome.detail().len()
    );
}

fn a_todo_is_not_attempted() {
    for check in [
        "nothing_is_written_yet",
        "nothing_is_written_yet_in_virtual_time",
        "what_is_not_written_is_swallowed",
        "what_is_not_written_is_waited_for",
    ] {
        let outcome = outcome_of(check);
        let message = "todo!() at src/lib.rs:51: add one";
        assert_eq!(
            (outcome.verdict, outcome.message.as_str()),
            (NotAttempted, message)
        );
        assert_eq!(outcome.detail(), message);
    }
}

fn a_second_panic_is_a_crash() {
    let outcome = outcome_of("it_panics_twice");
    assert_eq!(outcome.verdict, Crashed);
    let by = if cfg!(windows) {
        "exception 0xC0000409"
    } else {
        "SIGABRT"
    };
    let message = format!(
        "killed by {by} before the check was over: it panicked while another panic was being cleaned up"
    );
    assert_eq!(outcome.message, message);
    let first = "worker 1 panicked while it was already panicking (once)";
    assert!(outcome.detail().contains(first), "{}", outcome.detail());
}

fn the_submissions_own_assertion_is_a_panic() {
    let outcome = outcome_of("a_thread_panics");
    assert_eq!(outcome.verdict, Panicked);
    let message = "worker 2 panicked at src/lib.rs:56: somebody was here before: left 1, right 0";
    assert_eq!(outcome.message, message);
}

fn a_deadlock_names_the_locks() {
    let outcome = outcome_of("nobody_goes_on");
    assert_eq!(outcome.verdict, Deadlock);
    assert!(
        outcome.message.contains("Mutex") && !outcome.message.contains('\n'),
        "{}",
        outcome.message
    );
}

fn time_is_exact() {
    let outcome = outcome_of("fifty_seconds_are_too_many");
    assert_eq!(outcome.verdict, TooSlow);
    assert_eq!(outcome.message, "took 50.000 s; at most 12.000 s allowed");
    assert_eq!(outcome.figures.virtual_seconds, Some(50.0));
    let why = "50 s of the 50 s: main slept (src/lib.rs:";
    assert!(
        outcome.detail().contains(why) && outcome.detail().contains("^^^^"),
        "what took so long is marked and said: {}",
        outcome.detail()
    );
}

fn overlap_is_judged() {
    let outcome = outcome_of("nobody_overlaps");
    assert_eq!(outcome.verdict, NotConcurrent);
    assert!(
        outcome.detail().contains("Only main slept or worked."),
        "{}",
        outcome.detail()
    );
    assert_eq!(outcome_of("everybody_overlaps").verdict, Wrong);
}

fn work_is_timed_on_as_many_cores_as_the_check_says() {
    let outcome = outcome_of("twenty_jobs_are_faster_on_more_cores");
    assert_eq!(outcome.verdict, Passed, "{}", outcome.detail());
    assert_eq!(
        outcome.message,
        "exactly 20.000 s on 1 core; exactly 10.000 s on 2 cores; exactly 5.000 s on 4 cores; \
         exactly 3.000 s on 8 cores"
    );
    let outcome = outcome_of("twenty_jobs_in_turn_are_as_slow_on_eight_cores");
    assert_eq!(outcome.verdict, TooSlow);
    assert_eq!(
        outcome.message,
        "took 20.000 s on 8 cores; at most 3.000 s allowed"
    );
    assert!(
        outcome.detail().contains("8 cores, busy 12 % of the time"),
        "{}",
        outcome.detail()
    );
}

/// The model says where it was in a line under the nonce, not in words that anybody could print.
#[cfg(unix)]
fn an_overflow_names_its_thread_and_its_last_operation() {
    let outcome = outcome_of("it_recurses_for_ever");
    assert_eq!(outcome.cause, Some(Cause::CrashedOverflow));
    let message = &outcome.message;
    assert!(
        message.contains(" in worker 1: ") && message.contains(", after src/lib.rs:"),
        "{message}"
    );
}

/// Elsewhere the model says nothing; the system says that it was one.
#[cfg(not(unix))]
fn an_overflow_names_its_thread_and_its_last_operation() {
    let outcome = outcome_of("it_recurses_for_ever");
    assert_eq!(outcome.cause, Some(Cause::CrashedOverflow), "{outcome:?}");
}

fn leaving_is_a_crash() {
    let outcome = outcome_of("it_leaves");
    assert_eq!(outcome.verdict, Crashed);
    let place = "with exit(0) at src/lib.rs:97, before";
    assert!(outcome.message.contains(place), "{}", outcome.message);
    assert_eq!(outcome_of("it_leaves_in_virtual_time").verdict, Crashed);
}

fn a_verdict_given_inside_a_model_stands() {
    let outcome = outcome_of("a_check_decides_inside_the_model");
    assert_eq!(
        (outcome.verdict, outcome.message.as_str()),
        (Inconclusive, "the check has its reasons")
    );
    assert!(
        !outcome.evidence.steps().is_empty(),
        "and is shown how it came to it"
    );
}

fn a_panic_on_purpose_is_nobodys_fault() {
    assert_eq!(outcome_of("a_panic_on_purpose_is_kept_in").verdict, Passed);
}
