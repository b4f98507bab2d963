//! Checks of exercise 01: a slow loop and a stopwatch, both in virtual time.

#[macro_use]
extern crate model_std as std; // the student's `std::` means the model's

use checks::{millis, secs, virtual_time};
use std::thread;
use std::time::Duration;
use submission::{do_tasks, slow, time_execution};

// The signatures are part of the task: a result of a type that calls itself equal to anything would
// prove nothing.
const _: fn(u64) -> u64 = slow;
const _: fn(u64) -> Vec<u64> = do_tasks;
type Timer = fn(fn() -> u64) -> (u64, Duration);
const _: Timer = |f| time_execution(f);

/// The results are those of `slow(0)`, `slow(1)`, ..., for any number of tasks, none included.
fn results_come_in_order() {
    for n in [0, 1, 3, 8] {
        virtual_time(move || {
            let expected: Vec<u64> = (0..n).collect();
            assert_eq!(
                do_tasks(n),
                expected,
                "do_tasks({n}) must give {expected:?}"
            );
        });
    }
}

/// Five tasks of 10 s, one after another: 50 s to the nanosecond, and never two at once.
fn five_tasks_take_fifty_seconds() {
    virtual_time(|| drop(do_tasks(5))).takes(secs(50)).alone();
}

/// Any number of tasks, none included, costs 10 s for each: `slow` is as slow as it was given.
fn each_task_costs_ten_seconds() {
    for n in [0, 1, 9] {
        virtual_time(move || drop(do_tasks(n))).takes(secs(10 * n));
    }
    virtual_time(|| assert_eq!(slow(7), 7, "slow(7) must return 7")).takes(secs(10));
}

/// The time measured is that of the closure alone: nothing before it, no rounding, nothing added.
fn the_timer_measures_exactly() {
    virtual_time(|| {
        thread::sleep(secs(7)); // Time that passed before the call is not the closure's.

        let ((), nothing) = time_execution(|| ());
        assert_eq!(
            nothing,
            Duration::ZERO,
            "a closure that does nothing takes no time"
        );

        let ((), nap) = time_execution(|| thread::sleep(millis(1_234)));
        assert_eq!(
            nap,
            millis(1_234),
            "a sleep of 1.234 s must be measured as 1.234 s"
        );

        let ((), hour) = time_execution(|| thread::sleep(secs(3_600)));
        assert_eq!(
            hour,
            secs(3_600),
            "a sleep of one hour must be measured as 3600 s"
        );
    })
    .takes(secs(7) + millis(1_234) + secs(3_600));
}

/// What the closure returns comes back as it was, be it owned, borrowed, or impossible to copy.
fn the_timer_hands_the_value_through() {
    /// A value that can be moved and nothing else.
    struct Ticket(String);

    virtual_time(|| {
        let ticket = Ticket("seat 12".to_owned());
        let (ticket, _) = time_execution(move || ticket);
        assert_eq!(
            ticket.0, "seat 12",
            "the closure's value must come back unchanged"
        );

        let line = "borrowed from outside".to_owned();
        let (word, _) = time_execution(|| line.split(' ').next());
        assert_eq!(
            word,
            Some("borrowed"),
            "a borrowed value must come back too"
        );
    });
}

/// A timer inside a timer: each has a start of its own.
fn timers_nest() {
    virtual_time(|| {
        let (((), inner), outer) = time_execution(|| {
            thread::sleep(secs(1));
            let inner = time_execution(|| thread::sleep(secs(10)));
            thread::sleep(secs(2));
            inner
        });
        assert_eq!(inner, secs(10), "the inner timer must measure its own 10 s");
        assert_eq!(
            outer,
            secs(13),
            "the outer timer must measure 1 s + 10 s + 2 s"
        );
    });
}

checks::main!(
    results_come_in_order,
    five_tasks_take_fifty_seconds,
    each_task_costs_ten_seconds,
    the_timer_measures_exactly,
    the_timer_hands_the_value_through,
    timers_nest,
);
