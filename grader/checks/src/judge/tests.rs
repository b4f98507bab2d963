//! Verdicts from hand-made records of failing runs.

use model_std::model::Echo;

use super::*;

fn panic_at(file: &str, thread: &str, message: &str) -> PanicInfo {
    let site = Site {
        file: file.to_owned(),
        line: 12,
    };
    PanicInfo {
        thread: thread.to_owned(),
        message: message.to_owned(),
        site,
        inside_std: false,
        echo: Echo::of(message),
    }
}

fn in_checks(message: &str) -> PanicInfo {
    panic_at("exercises/ex03/tests/checks.rs", "main", message)
}

fn in_submission(thread: &str, message: &str) -> PanicInfo {
    panic_at("exercises/ex03/tests/../src/lib.rs", thread, message)
}

fn failed(kind: FailureKind, always: bool, panics: Vec<PanicInfo>) -> Failure {
    Failure {
        kind,
        message: "the engine's own line".to_owned(),
        always,
        executions: 9,
        panics,
        account: "the engine's own line".to_owned(),
        trace: trace(),
        timeline: None,
        schedule: String::new(),
    }
}

/// A trace of one step.
fn trace() -> Trace {
    Trace {
        steps: vec![Step {
            thread: "worker 1".to_owned(),
            op: "load".to_owned(),
            object: "AtomicU32 (line 3)".to_owned(),
            value: Some("0".to_owned()),
            site: Site {
                file: "exercises/ex03/tests/../src/lib.rs".to_owned(),
                line: 12,
            },
        }],
        closing: "one update is lost".to_owned(),
        ..Trace::default()
    }
}

const LOST: &str =
    "assertion `left == right` failed: two threads added one each\n  left: 1\n right: 2";
const ANY: &str = "called `Result::unwrap()` on an `Err` value: Any { .. }";

#[test]
fn an_assertion_that_fails_in_some_interleavings_is_a_race() {
    let outcome = failure(
        &failed(FailureKind::Panic, false, vec![in_checks(LOST)]),
        Mode::Exhaustive,
    );
    assert_eq!(outcome.verdict, Verdict::Race);
    assert_eq!(
        outcome.message,
        "two threads added one each: got 1, expected 2"
    );
    assert_eq!(
        outcome.detail(),
        "two threads added one each: got 1, expected 2\n\n\
         (asserted at tests/checks.rs:12)\n\n\
         one update is lost"
    );
    assert_eq!(
        (outcome.figures.executions, outcome.figures.exhaustive),
        (Some(9), Some(true))
    );
    assert_eq!(outcome.evidence.steps()[0].site.file, "src/lib.rs");
    assert_eq!(outcome.evidence.steps()[0].value.as_deref(), Some("0"));
}

#[test]
fn an_assertion_that_fails_whatever_the_interleaving_is_wrong() {
    let outcome = failure(
        &failed(FailureKind::Panic, true, vec![in_checks(LOST)]),
        Mode::Exhaustive,
    );
    assert_eq!(outcome.verdict, Verdict::Wrong);
}

#[test]
fn in_virtual_time_the_orders_of_ready_threads_tell_a_race() {
    let failed = failed(FailureKind::Panic, true, vec![in_checks(LOST)]);
    let verdict = |some_passed| failure(&failed, Mode::Virtual { some_passed }).verdict;
    assert_eq!(verdict(false), Verdict::Wrong);
    assert_eq!(verdict(true), Verdict::Race);
    let outcome = failure(&failed, Mode::Virtual { some_passed: false });
    assert_eq!(
        (outcome.figures.executions, outcome.figures.exhaustive),
        (None, None)
    );
}

#[test]
fn the_other_kinds_have_verdicts_of_their_own() {
    for (kind, verdict) in [
        (FailureKind::Deadlock, Verdict::Deadlock),
        (FailureKind::StepLimit, Verdict::LimitExceeded),
        (FailureKind::Exit, Verdict::Crashed),
    ] {
        let outcome = failure(&failed(kind, false, vec![]), Mode::Exhaustive);
        assert_eq!(
            (outcome.verdict, outcome.message.as_str()),
            (verdict, "the engine's own line")
        );
    }
}

#[test]
fn what_cannot_be_replayed_is_inconclusive_and_says_what_to_do() {
    let outcome = failure(
        &failed(FailureKind::NotReplayable, false, vec![]),
        Mode::Exhaustive,
    );
    assert_eq!(
        (outcome.verdict, outcome.figures.exhaustive),
        (Verdict::Inconclusive, Some(false))
    );
    assert!(
        outcome.detail().contains("random numbers"),
        "{}",
        outcome.detail()
    );
}

#[test]
fn a_todo_is_not_attempted_wherever_it_is_reached_and_needs_no_trace() {
    let panics = vec![
        in_submission("worker 1", "not yet implemented: lock it"),
        in_checks(ANY),
    ];
    let outcome = failure(&failed(FailureKind::Panic, true, panics), Mode::Exhaustive);
    assert_eq!(outcome.verdict, Verdict::NotAttempted);
    assert_eq!(outcome.message, "todo!() at src/lib.rs:12: lock it");
    assert_eq!(outcome.detail(), outcome.message);
    assert_eq!(outcome.evidence, Evidence::None);
}

#[test]
fn a_panic_of_the_submission_names_its_thread_its_place_and_its_text() {
    let outcome = panicked(&[in_submission("worker 1", "index out of\nbounds")]).unwrap();
    assert_eq!(outcome.verdict, Verdict::Panicked);
    assert_eq!(
        outcome.message,
        "worker 1 panicked at src/lib.rs:12: index out of bounds"
    );
    let sometimes = panicked_in(&[in_submission("main", "no")], false, Mode::Exhaustive).unwrap();
    assert_eq!(
        sometimes.message,
        "main panicked, in some interleavings and not in others, at src/lib.rs:12: no"
    );
}

#[test]
fn whoever_unwraps_a_panic_is_not_its_cause() {
    for echo in [
        ANY,
        "a scoped thread panicked",
        "called `Result::unwrap()` on an `Err` value: PoisonError { .. }",
    ] {
        let panics = [
            in_submission("worker 1", "no tickets left"),
            in_checks(echo),
        ];
        let outcome = panicked(&panics).unwrap();
        assert_eq!(outcome.verdict, Verdict::Panicked, "{echo}");
        assert!(
            outcome
                .message
                .contains("worker 1 panicked at src/lib.rs:12: no tickets left"),
            "{}",
            outcome.message
        );
    }
    let panics = [in_checks(LOST), in_submission("main", ANY)];
    assert_eq!(
        panicked_in(&panics, false, Mode::Exhaustive)
            .unwrap()
            .verdict,
        Verdict::Race,
        "the assertion is the cause"
    );
}

#[test]
fn an_echo_alone_is_judged_by_where_it_is() {
    assert_eq!(
        panicked(&[in_submission("main", ANY)]).unwrap().verdict,
        Verdict::Panicked
    );
    assert_eq!(panicked(&[]), None);
}

#[test]
fn a_panic_that_was_caught_does_not_hide_the_assertion_that_failed_later() {
    let panics = [
        in_submission("worker 1", "caught by join"),
        in_checks("the error must be kept"),
    ];
    let outcome = panicked(&panics).unwrap();
    assert_eq!(
        (outcome.verdict, outcome.message.as_str()),
        (Verdict::Wrong, "the error must be kept")
    );
}

#[test]
fn a_panic_on_purpose_that_comes_out_is_the_submissions_doing() {
    let let_out = panicked(&[in_checks("a panic on purpose (task 3)")]).unwrap();
    assert_eq!(let_out.verdict, Verdict::Panicked);
    assert_eq!(
        let_out.message,
        "a panic on purpose (task 3) was let out of the task it happened in (main)"
    );
}

#[test]
fn a_task_that_panics_without_a_text_is_no_failed_assertion() {
    let panics = [
        in_checks(NO_TEXT),
        in_submission(
            "main",
            "called `Result::unwrap()` on an `Err` value: Any { .. }",
        ),
    ];
    let outcome = panicked(&panics).unwrap();
    assert_eq!(outcome.verdict, Verdict::Panicked);
    assert_eq!(outcome.cause, Some(Cause::PanickedTask));
    assert_eq!(
        outcome.message,
        "main panicked at src/lib.rs:12, because a task had panicked with a payload that is not text: called \
         `Result::unwrap()` on an `Err` value: Any { .. }"
    );
}

#[test]
fn the_line_that_did_not_expect_a_panic_on_purpose_is_named_and_not_the_task() {
    let panics = [
        in_checks("a panic on purpose (task 3)"),
        in_checks("a panic on purpose (task 4)"),
        in_submission("main", ANY),
    ];
    let outcome = panicked(&panics).unwrap();
    assert_eq!(outcome.verdict, Verdict::Panicked);
    assert_eq!(
        outcome.message,
        "main panicked at src/lib.rs:12, because a task had panicked: \
         called `Result::unwrap()` on an `Err` value: Any { .. }"
    );
}

#[test]
fn an_assertion_is_said_in_one_line() {
    let said = |message| assertion(message, ["got", "expected"]);
    assert_eq!(said(LOST), "two threads added one each: got 1, expected 2");
    let bare = "assertion `left == right` failed\n  left: [1,\n 2]\n right: []";
    assert_eq!(said(bare), "got [1, 2], expected []");
    assert_eq!(
        said("assertion failed: pool.is_idle()"),
        "assertion failed: pool.is_idle()"
    );
    assert_eq!(said("two\nlines"), "two lines");
    let trap =
        "assertion `left == right` failed: text\n  left: in it\n  left: \"a\"\n right: \"b\"";
    assert_eq!(said(trap), "text left: in it: got \"a\", expected \"b\"");
}

#[test]
fn what_the_submission_asserts_is_not_said_to_be_expected() {
    let outcome = panicked(&[in_submission("main", LOST)]).unwrap();
    assert!(
        outcome.message.ends_with("one each: left 1, right 2"),
        "{}",
        outcome.message
    );
}

#[test]
fn the_engines_own_heading_is_not_read_twice() {
    let mut failed = failed(FailureKind::Panic, false, vec![in_checks(LOST)]);
    failed.account = format!("main panicked at tests/checks.rs:12: {LOST}");
    let detail = failure(&failed, Mode::Exhaustive).detail();
    assert!(detail.ends_with(":12)\n\none update is lost"), "{detail}");

    // Here it tells more than the message: where the panic of another thread came out.
    failed.panics = vec![in_submission("worker 1", "no tickets left"), in_checks(ANY)];
    failed.account = format!("main panicked at tests/checks.rs:12: {ANY}");
    let detail = failure(&failed, Mode::Exhaustive).detail();
    assert!(
        detail.contains("tickets left\n\nmain panicked at"),
        "{detail}"
    );

    failed.kind = FailureKind::Exit;
    for account in [
        "the engine's own line",
        "So it is:\n  the engine's own line",
    ] {
        failed.account = account.to_owned();
        let detail = failure(&failed, Mode::Exhaustive).detail();
        assert_eq!(detail, "the engine's own line\n\none update is lost");
    }
    failed.account = "So it is:\n  the engine's own line\n  and another".to_owned();
    let detail = failure(&failed, Mode::Exhaustive).detail();
    assert!(
        detail.ends_with("and another\n\none update is lost"),
        "{detail}"
    );
}

#[test]
fn a_verdict_that_was_given_inside_a_model_keeps_its_trace() {
    let given = Outcome::of(Verdict::NotConcurrent, "nothing overlapped");
    let outcome = shown_by(
        given,
        &failed(FailureKind::Panic, true, vec![]),
        Mode::Exhaustive,
    );
    assert_eq!(
        (outcome.verdict, outcome.figures.executions),
        (Verdict::NotConcurrent, Some(9))
    );
    assert_eq!(outcome.evidence.steps().len(), 1);
}

#[test]
fn a_panic_that_comes_in_some_interleavings_is_hinted_as_a_race() {
    let failed = failed(FailureKind::Panic, false, vec![in_submission("main", "no")]);
    let outcome = failure(&failed, Mode::Exhaustive);
    assert_eq!(outcome.cause, Some(Cause::PanickedRace));
    let in_orders = failure(&failed, Mode::Virtual { some_passed: true });
    assert_eq!(in_orders.cause, Some(Cause::PanickedRace));
    assert_eq!(
        in_orders.message,
        "main panicked, in some orders of the threads and not in others, at src/lib.rs:12: no"
    );
}

#[test]
fn a_panic_of_std_has_the_cause_that_it_names() {
    let cause = |message| panicked(&[in_submission("main", message)]).unwrap().cause;
    for (message, expected) in [
        (
            "called `Option::unwrap()` on a `None` value",
            Some(Cause::PanickedNone),
        ),
        ("chunk size must be non-zero", Some(Cause::PanickedChunk)),
        (
            "attempt to subtract with overflow",
            Some(Cause::PanickedArithmetic),
        ),
        ("no tickets left", None),
    ] {
        assert_eq!(cause(message), expected, "{message}");
    }
    let purpose = panicked(&[in_checks("a panic on purpose (task 3)")]).unwrap();
    assert_eq!(purpose.cause, Some(Cause::PanickedTask));
}

#[test]
fn a_deadlock_is_about_what_its_threads_wait_for() {
    let at = |op: &str| Step {
        op: op.to_owned(),
        ..Step::default()
    };
    for (ops, cause) in [
        (&["join", "wait"][..], Some(Cause::DeadlockCondvar)),
        (&["lock", "wait"], Some(Cause::DeadlockCondvar)),
        (&["recv", "lock"], Some(Cause::DeadlockChannel)),
        (&["join", "lock"], Some(Cause::DeadlockLock)),
        (&["join"], None),
    ] {
        let mut failed = failed(FailureKind::Deadlock, true, vec![]);
        failed.trace.stuck = ops.iter().map(|op| at(op)).collect();
        assert_eq!(failure(&failed, Mode::Exhaustive).cause, cause, "{ops:?}");
    }
    for (call, cause) in [
        ("recv", Some(Cause::DeadlockChannel)),
        ("select", Some(Cause::DeadlockChannel)),
        ("scope", None),
    ] {
        let mut failed = failed(FailureKind::Deadlock, true, vec![]);
        failed.trace.stuck = vec![Step {
            object: call.to_owned(),
            ..at("library")
        }];
        assert_eq!(failure(&failed, Mode::Exhaustive).cause, cause, "{call}");
    }
}

#[test]
fn a_long_panic_and_a_long_name_are_cut_and_not_repeated_at_length() {
    let long = "x".repeat(5 << 20);
    let mut failed = failed(FailureKind::Panic, true, vec![in_submission(&long, &long)]);
    failed.account = format!("main panicked: {long}");
    failed.trace.closing = long.clone();
    let outcome = failure(&failed, Mode::Exhaustive);
    assert!(
        outcome.message.contains("more characters)"),
        "{}",
        outcome.message
    );
    assert!(
        outcome.detail().len() < 10_000,
        "{} bytes",
        outcome.detail().len()
    );
}

#[test]
fn an_assertion_about_threads_that_nobody_waited_for_says_so_to_the_hints() {
    let step = |thread: &str, op: &str| Step {
        thread: thread.to_owned(),
        op: op.to_owned(),
        ..Step::default()
    };
    let unjoined = || vec![step("main", "lock"), step("worker 1", "lock")];
    let joined = || vec![step("main", "join"), step("worker 1", "lock")];
    for (steps, always, cause) in [
        (unjoined(), true, Some(Cause::WrongUnjoined)),
        (unjoined(), false, Some(Cause::RaceUnjoined)),
        (joined(), false, None),
        (
            vec![step("main", "library"), step("worker 1", "lock")],
            false,
            None,
        ),
        (vec![step("main", "lock")], false, None),
    ] {
        let mut failed = failed(FailureKind::Panic, always, vec![in_checks(LOST)]);
        failed.trace.steps = steps;
        assert_eq!(failure(&failed, Mode::Exhaustive).cause, cause);
    }
}

#[test]
fn a_panic_inside_std_is_the_submissions_and_told_by_the_line_before() {
    let inside = |file: &str| PanicInfo {
        inside_std: true,
        ..panic_at(file, "worker 1", "overflow")
    };
    for (panic, told) in [
        (
            inside("exercises/ex03/tests/../src/lib.rs"),
            "inside the standard library, after src/lib.rs:12",
        ),
        (
            inside("exercises/ex03/tests/checks.rs"),
            "inside the standard library",
        ),
        (inside(""), "inside the standard library"),
    ] {
        let outcome = panicked(&[panic]).unwrap();
        assert_eq!(outcome.verdict, Verdict::Panicked);
        assert_eq!(
            outcome.message,
            format!("worker 1 panicked {told}: overflow")
        );
    }
}
