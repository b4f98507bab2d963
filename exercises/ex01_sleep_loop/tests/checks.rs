//! Checks of exercise 01: a slow loop and a stopwatch, both in virtual time.

#[macro_use]
extern crate model_std as std; // the student's `std::` means the model's

use checks::{calling, millis, secs, virtual_time};
use std::thread;
use std::time::Duration;
use submission::{do_tasks, slow, time_execution};

checks::signatures! {
    fn slow(x: u64) -> u64;
    fn do_tasks(n: u64) -> Vec<u64>;
    fn time_execution(f: fn() -> u64) -> (u64, Duration);
}

/// The results are those of `slow(0)`, `slow(1)`, ..., for any number of tasks, none included. Each call returns its own
/// results, and none of the calls before it.
fn results_come_in_order() {
    for n in [0, 1, 2, 3, 8, 33] {
        calling(format!("do_tasks({n})"));
        virtual_time(move || {
            let expected: Vec<u64> = (0..n).collect();
            assert_eq!(
                do_tasks(n),
                expected,
                "do_tasks({n}) must give {expected:?}"
            );
        });
    }
    calling("do_tasks(3), then do_tasks(2)");
    virtual_time(|| {
        let results = [3, 2].map(do_tasks);
        assert_eq!(
            results,
            [vec![0, 1, 2], vec![0, 1]],
            "each of two calls must give its own results"
        );
    });
}

/// Five tasks of 10 s, one after another: 50 s to the nanosecond, never two at once, and not in one go.
fn five_tasks_take_fifty_seconds() {
    calling("do_tasks(5)");
    virtual_time(|| drop(do_tasks(5)))
        .takes_exactly(secs(50))
        .never_concurrent()
        .in_steps_of(secs(10));
}

/// Any number of tasks, none included, costs 10 s for each: `slow` is as slow as it was given.
fn each_task_costs_ten_seconds() {
    for n in [0, 1, 9] {
        calling(format!("do_tasks({n})"));
        virtual_time(move || drop(do_tasks(n)))
            .takes_exactly(secs(10 * n))
            .in_steps_of(secs(10));
    }
    // An answer that is kept from the call before would cost nothing.
    calling("do_tasks(2), two times");
    virtual_time(|| (0..2).for_each(|_| drop(do_tasks(2))))
        .takes_exactly(secs(40))
        .in_steps_of(secs(10));
    for x in [7, u64::MAX] {
        calling(format!("slow({x})"));
        virtual_time(move || assert_eq!(slow(x), x, "slow({x}) must return {x}"))
            .takes_exactly(secs(10));
    }
}

/// The shortest time that there is.
const NANOSECOND: Duration = Duration::from_nanos(1);

/// A year, in seconds.
const YEAR: u64 = 365 * 24 * 3_600;

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

        for sleep in [
            millis(1_234),
            NANOSECOND,
            secs(3_600),
            secs(YEAR) + NANOSECOND,
        ] {
            let ((), measured) = time_execution(|| thread::sleep(sleep));
            assert_eq!(
                measured, sleep,
                "a sleep of {sleep:?} must be measured exactly"
            );
        }
    })
    .takes_exactly(secs(7) + millis(1_234) + NANOSECOND + secs(3_600) + secs(YEAR) + NANOSECOND);
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

        // Two at the same time, on two threads: the first ends while the second goes on.
        let timer = |n| move || time_execution(|| thread::sleep(secs(n))).1;
        let first = thread::spawn(timer(4));
        thread::sleep(secs(1));
        let second = timer(5)();
        let first = first.join().expect("a timer does not panic");
        assert_eq!(
            (first, second),
            (secs(4), secs(5)),
            "two timers on two threads, of which the second starts 1 s later"
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
