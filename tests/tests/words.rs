//! What is said of the course's wrong samples, and the hint that goes with it: each fits what was done.

use std::sync::LazyLock;

use crate::program::COURSE;
use crate::report::{Report, text};
use crate::submission::{FOLDERS, Tree};

/// Samples of different exercises, graded together.
static WAITING: LazyLock<Report> = LazyLock::new(|| {
    graded(&[
        "ex01/watches_the_wall_clock",
        "ex02/asks_whether_they_have_ended",
        "ex03/asks_until_all_are_there",
        "ex04/recv_timeout_in_a_loop",
    ])
});

static LOCKS: LazyLock<Report> = LazyLock::new(|| {
    graded(&[
        "ex02/lock_held_while_sleeping",
        "ex03/two_statements_two_guards",
        "ex04/submit_waits_for_a_worker",
    ])
});

static UNJOINED: LazyLock<Report> = LazyLock::new(|| {
    graded(&[
        "ex02/sleeps_until_they_must_be_done",
        "ex03/add_in_background",
        "ex04/drop_does_not_join",
    ])
});

static SHARED: LazyLock<Report> = LazyLock::new(|| {
    graded(&[
        "ex02/gives_up_after_a_second",
        "ex03/one_counter_for_all",
        "ex04/thread_per_task",
    ])
});

static OTHERS: LazyLock<Report> = LazyLock::new(|| {
    graded(&[
        "ex02/unwraps_what_others_hold",
        "ex03/guard_dropped_by_a_helper",
        "ex04/drop_discards_the_queue",
    ])
});

static RESULTS: LazyLock<Report> = LazyLock::new(|| {
    graded(&[
        "ex01/results_outlive_the_call",
        "ex02/unwraps_what_is_no_text",
        "ex03/numbers_are_sorted",
        "ex04/payload_in_two_boxes",
    ])
});

static WORKERS: LazyLock<Report> =
    LazyLock::new(|| graded(&["ex02/naps_until_they_have_ended", "ex04/workers_on_demand"]));

static PIPES: LazyLock<Report> = LazyLock::new(|| graded(&["ex05/keeps_the_pipe_open"]));

fn graded(samples: &[&str]) -> Report {
    let tree = Tree::new();
    for sample in samples {
        let (exercise, name) = sample.split_once('/').expect("exercise/sample");
        let folder = FOLDERS.iter().find(|folder| folder.starts_with(exercise));
        let folder = folder.expect("it is an exercise");
        let file = COURSE.join(format!("tests/submissions/{exercise}/wrong/{name}.rs"));
        let content = std::fs::read(&file).expect("the sample is there");
        tree.write(&format!("{folder}/src/lib.rs"), content);
    }
    tree.report(&[])
}

/// Demands a verdict and, in the text that a student sees, each of these.
#[track_caller]
fn expect(report: &Report, path: &str, verdict: &str, said: &[&str]) {
    report.expect(path, verdict, "");
    let detail = text(&report.check(path)["detail"]);
    let flat = detail.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in said {
        assert!(flat.contains(words), "{words}: {detail}");
    }
}

#[test]
fn to_watch_the_clock_is_not_to_sleep() {
    expect(
        &WAITING,
        "ex01/five_tasks_take_fifty_seconds",
        "wrong",
        &[
            "main looks at the clock again and again (src/lib.rs:",
            "(in do_tasks(5))",
            "Hint: What does the processor do while your loop goes round",
        ],
    );
}

#[test]
fn to_ask_again_and_again_is_not_to_wait() {
    for (path, who, hint) in [
        (
            "ex02/five_tasks_take_ten_seconds",
            "main",
            "What does your loop do while the threads are asleep",
        ),
        (
            "ex03/nobody_sleeps_with_the_lock_held",
            "main",
            "What does your loop do while the threads are asleep",
        ),
        (
            "ex04/ten_tasks_on_two_workers_take_five_seconds",
            "worker 1",
            "who could wake it?",
        ),
    ] {
        let said = format!("{who} goes on without being woken (src/lib.rs:");
        expect(&WAITING, path, "wrong", &[&said, hint]);
    }
}

#[test]
fn a_lock_held_through_slow_work_is_what_the_hint_asks_about() {
    expect(
        &LOCKS,
        "ex02/five_tasks_take_ten_seconds",
        "too_slow",
        &[
            "because each waited for the Mutex",
            "Hint: Which lock do the others wait for",
        ],
    );
}

#[test]
fn a_guard_without_a_name_is_said_to_be_dropped() {
    expect(
        &LOCKS,
        "ex03/no_update_is_lost",
        "race",
        &["The guard has no name there, so it is dropped"],
    );
    expect(
        &OTHERS,
        "ex03/no_update_is_lost",
        "race",
        &["had locked the Mutex", "but let go of it again at once"],
    );
}

#[test]
fn a_submit_that_waits_is_said_to_wait() {
    expect(
        &LOCKS,
        "ex04/ten_tasks_on_two_workers_take_five_seconds",
        "wrong",
        &[
            "return at once, but it waited: ",
            ", max_workers = ",
            "Hint: What does `submit` wait for before it returns?",
        ],
    );
}

#[test]
fn nobody_waited_for_the_threads_whatever_main_did_instead() {
    expect(
        &UNJOINED,
        "ex02/results_keep_the_order_of_the_arguments",
        "race",
        &[
            "main did not wait for",
            "that waits for a time, not for a thread",
            "Hint: What makes sure that the threads are done",
        ],
    );
    expect(
        &UNJOINED,
        "ex03/no_update_is_lost",
        "race",
        &[
            "main did not wait for worker",
            "Hint: When main looks at the result, what makes sure",
        ],
    );
    expect(
        &UNJOINED,
        "ex04/no_task_is_lost",
        "race",
        &[
            "main did not wait for worker 1, which was still at work",
            "Hint: When the pool is gone, where are its workers?",
        ],
    );
    expect(
        &SHARED,
        "ex02/results_keep_the_order_of_the_arguments",
        "race",
        &[
            "main gave up waiting",
            "Hint: What makes sure that the threads are done",
        ],
    );
    expect(
        &OTHERS,
        "ex02/five_tasks_take_ten_seconds",
        "panicked",
        &[
            "main did not wait for 5 threads",
            "Hint: What makes sure that the threads are done",
        ],
    );
}

#[test]
fn a_static_that_all_share_is_what_the_hint_asks_about() {
    expect(
        &SHARED,
        "ex03/no_update_is_lost",
        "wrong",
        &[
            "another counter, to which nobody added: got",
            "Hint: The message speaks of a second counter",
        ],
    );
}

#[test]
fn more_tasks_at_work_than_workers_are_an_overlap() {
    expect(
        &SHARED,
        "ex04/uneven_tasks_leave_no_worker_idle",
        "wrong",
        &[
            "7 tasks were at work at the same time, but max_workers is 2",
            "how many workers were asked for?",
        ],
    );
}

#[test]
fn tasks_that_were_not_done_are_named_without_brackets_around_nothing() {
    let path = "ex04/dropping_the_pool_waits_for_every_task";
    expect(
        &OTHERS,
        path,
        "wrong",
        &["when the pool is gone, all 6 tasks must be done; "],
    );
    let message = text(&OTHERS.check(path)["message"]);
    assert!(
        !message.contains("[]") && !message.contains("got 0"),
        "{message}"
    );
}

#[test]
fn a_pool_whose_workers_wait_for_the_end_of_their_input_is_told_so() {
    for check in [
        "results_keep_the_order_of_the_inputs",
        "a_dead_worker_fails_its_own_task_only",
    ] {
        expect(
            &PIPES,
            &format!("ex05/{check}"),
            "timed_out",
            &["no worker has seen the end of its input"],
        );
    }
}

#[test]
fn a_result_is_said_to_be_of_another_call() {
    expect(
        &RESULTS,
        "ex01/results_come_in_order",
        "wrong",
        &[
            "each of two calls must give its own results: got",
            "(in do_tasks(3), then do_tasks(2))",
        ],
    );
}

#[test]
fn the_line_that_takes_every_panic_for_a_text_is_named_and_not_the_task() {
    expect(
        &RESULTS,
        "ex02/a_panicking_task_is_an_err",
        "panicked",
        &[
            "because a task had panicked with a payload that is not text",
            "Hint: What does join return for a thread that panicked?",
        ],
    );
}

#[test]
fn threads_that_only_sleep_do_not_append() {
    expect(
        &RESULTS,
        "ex03/results_come_in_the_order_of_completion",
        "wrong",
        &["whichever of the two threads is done first: each thread has to append its number"],
    );
}

#[test]
fn what_the_err_of_a_task_holds_is_described() {
    expect(
        &RESULTS,
        "ex04/a_panicking_task_does_not_kill_its_worker",
        "wrong",
        &[
            "but it holds a box with the payload's own box in it",
            "Hint: Read the message: is it about what the `Err` holds",
        ],
    );
}

#[test]
fn a_nap_between_two_looks_is_said_to_be_a_sleep() {
    expect(
        &WORKERS,
        "ex02/tasks_of_different_lengths_run_together",
        "wrong",
        &["it sleeps, and looks when the time is over"],
    );
}

#[test]
fn workers_that_new_did_not_start_are_missed() {
    expect(
        &WORKERS,
        "ex04/map_answers_in_input_order",
        "wrong",
        &["no worker was started by `new`, which has to start all of them"],
    );
}
