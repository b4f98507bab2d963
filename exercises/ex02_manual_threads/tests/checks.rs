//! Checks of exercise 02: threads that work side by side, and what they leave behind.

#[macro_use]
extern crate model_std as std; // the student's `std::` means the model's

use checks::{calling, deliberate_panic, exhaustive, millis, secs, virtual_time};
use std::panic::panic_any;
use std::thread;
use std::time::Duration;
use submission::{Task, do_threaded_tasks, join_all, run_two, slow};

checks::signatures! {
    fn slow(x: u64) -> u64;
    fn run_two(a: Duration, b: Duration) -> (Duration, Duration);
    fn do_threaded_tasks(n: u64) -> Vec<u64>;
    fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>>;
}

/// A task that sleeps for so many seconds and returns the same number.
fn sleeper(seconds: u64) -> Task {
    Box::new(move || {
        thread::sleep(secs(seconds));
        seconds
    })
}

/// A task that panics at once, with a text that is a literal (a `&str`).
fn panics_plainly() -> Task {
    Box::new(|| panic!("a panic on purpose, at once"))
}

/// A task that panics after a second, with a text that is put together only then (a `String`).
fn panics_later() -> Task {
    Box::new(|| {
        thread::sleep(secs(1));
        deliberate_panic("after 1 s")
    })
}

/// A task that panics at once, and leaves a number in the box.
fn panics_without_a_text() -> Task {
    Box::new(|| panic_any(404))
}

/// Two pauses take as long as the longer one, whichever of them that is, and each thread pauses for its own time. What
/// they return is right under every interleaving, and so it is if another call runs at the same time.
fn two_pauses_run_side_by_side() {
    for (a, b) in [
        (secs(1), millis(500)),
        (secs(2), secs(3)),
        (secs(4), secs(4)),
    ] {
        calling(format!("run_two({a:?}, {b:?})"));
        virtual_time(move || {
            let paused = run_two(a, b);
            assert_eq!(paused, (a, b), "run_two must return what the pauses return");
        })
        .takes_exactly(a.max(b))
        .peak_concurrency_at_least(2)
        .leaves_nobody_asleep("run_two")
        .without_asking_again()
        .sleeps_in_all(a + b);
    }
    calling("run_two(1s, 4s) and run_two(2s, 3s) on two threads");
    virtual_time(|| {
        let beside = thread::spawn(|| run_two(secs(2), secs(3)));
        let paused = run_two(secs(1), secs(4));
        let beside = beside.join().expect("run_two does not panic");
        assert_eq!(
            [paused, beside],
            [(secs(1), secs(4)), (secs(2), secs(3))],
            "each of two calls at the same time must return its own pauses"
        );
    });
    calling("run_two(1ms, 2ms)");
    exhaustive(|| {
        let paused = run_two(millis(1), millis(2));
        assert_eq!(
            paused,
            (millis(1), millis(2)),
            "run_two must return what the pauses return, whichever of them is over first"
        );
    });
}

/// Five tasks of 10 s take 10 s, not 50, because all five sleep at once, as long as `slow` always did.
/// So do one, three and forty.
fn five_tasks_take_ten_seconds() {
    for n in [5, 1, 3, 40] {
        calling(format!("do_threaded_tasks({n})"));
        virtual_time(move || drop(do_threaded_tasks(n)))
            .takes_exactly(secs(10))
            .peak_concurrency_at_least(n as usize)
            .leaves_nobody_asleep("do_threaded_tasks")
            .without_asking_again()
            .sleeps_in_all(secs(10 * n))
            .pictured();
    }
    // Answers that are kept from the call before would cost nothing.
    calling("do_threaded_tasks(2), two times");
    virtual_time(|| (0..2).for_each(|_| drop(do_threaded_tasks(2)))).takes_exactly(secs(20));
    for x in [7, u64::MAX] {
        calling(format!("slow({x})"));
        virtual_time(move || assert_eq!(slow(x), x, "slow({x}) must return {x}"))
            .takes_exactly(secs(10));
    }
}

/// Results are in the order of the arguments under every interleaving, and for any number of tasks. Each call returns its
/// own results and no others, one call after another or two at the same time.
fn results_keep_the_order_of_the_arguments() {
    fn assert_order(n: u64) {
        let expected: Vec<u64> = (0..n).collect();
        let results = do_threaded_tasks(n);
        assert_eq!(
            results, expected,
            "do_threaded_tasks({n}) must give {expected:?}"
        );
    }

    calling("do_threaded_tasks(3)");
    exhaustive(|| assert_order(3));
    for n in [0, 1, 12] {
        calling(format!("do_threaded_tasks({n})"));
        virtual_time(move || assert_order(n));
    }
    calling("do_threaded_tasks(3), then do_threaded_tasks(2)");
    virtual_time(|| [3, 2].into_iter().for_each(assert_order));
    calling("do_threaded_tasks(3) and do_threaded_tasks(2) on two threads");
    virtual_time(|| {
        let beside = thread::spawn(|| do_threaded_tasks(2));
        assert_order(3);
        let results = beside.join().expect("do_threaded_tasks(2) does not panic");
        assert_eq!(
            results,
            [0, 1],
            "each of two calls at the same time must give its own results"
        );
    });
}

/// Tasks of 3, 2 and 1 s end in reverse, take 3 s, and still give their results in the order given; so do others, under
/// every interleaving.
fn tasks_of_different_lengths_run_together() {
    calling("join_all of tasks of 3, 2 and 1 s");
    virtual_time(|| {
        let results = join_all(vec![sleeper(3), sleeper(2), sleeper(1)]);
        let expected = [Ok(3), Ok(2), Ok(1)];
        assert_eq!(
            results, expected,
            "results must be in the order of the tasks"
        );
    })
    .without_polling()
    .takes_exactly(secs(3))
    .peak_concurrency_at_least(3);

    calling("join_all of tasks of 1 to 20 s");
    virtual_time(|| {
        let results = join_all((1..=20).map(sleeper).collect());
        let expected: Vec<_> = (1..=20).map(Ok).collect();
        assert_eq!(results, expected, "twenty tasks, of 1 to 20 s");
    })
    .without_polling()
    .takes_exactly(secs(20))
    .peak_concurrency_at_least(20);

    calling("join_all of two tasks, then join_all of one");
    virtual_time(|| {
        let results = [vec![sleeper(2), sleeper(1)], vec![sleeper(3)]].map(join_all);
        assert_eq!(
            results,
            [vec![Ok(2), Ok(1)], vec![Ok(3)]],
            "each of two calls must give the results of its own tasks"
        );
    });
    calling("join_all of two tasks");
    exhaustive(|| {
        let results = join_all(vec![sleeper(1), sleeper(2)]);
        assert_eq!(
            results,
            [Ok(1), Ok(2)],
            "results must be in the order of the tasks, whichever of them is over first"
        );
    });

    calling("join_all of no tasks");
    virtual_time(|| {
        let results = join_all(Vec::new());
        assert!(results.is_empty(), "no tasks must give no results");
    });
}

/// A panic becomes an `Err` that says why, and every other task still gives its result.
fn a_panicking_task_is_an_err() {
    calling("join_all of four tasks, of which two panic");
    virtual_time(|| {
        let results = join_all(vec![
            sleeper(2),
            panics_plainly(),
            panics_later(),
            sleeper(3),
        ]);
        let expected = [
            Ok(2),
            Err("a panic on purpose, at once".to_owned()),
            Err("a panic on purpose (after 1 s)".to_owned()),
            Ok(3),
        ];
        assert_eq!(results, expected, "a panic must give an Err with its text");
    });

    calling("join_all of three tasks, of which two panic, one of them without a text");
    virtual_time(|| {
        let results = join_all(vec![panics_later(), panics_without_a_text(), sleeper(1)]);
        let [first, second, third] = &results[..] else {
            panic!("three tasks must give three results, but they gave {results:?}");
        };
        let text = "a panic on purpose (after 1 s)".to_owned();
        assert_eq!(*first, Err(text), "the first task panics");
        assert!(
            second.is_err(),
            "a panic must give an Err, also if it carries no text, but it gave {second:?}"
        );
        assert_eq!(*third, Ok(1), "the third task, after two that panic");
    });

    calling("join_all of two tasks, of which one panics");
    exhaustive(|| {
        let results = join_all(vec![panics_plainly(), sleeper(1)]);
        let text = "a panic on purpose, at once".to_owned();
        assert_eq!(
            results,
            [Err(text), Ok(1)],
            "one task panics, at any moment, and the other does not"
        );
    });
}

checks::main!(
    two_pauses_run_side_by_side,
    five_tasks_take_ten_seconds,
    results_keep_the_order_of_the_arguments,
    tasks_of_different_lengths_run_together,
    a_panicking_task_is_an_err,
);
