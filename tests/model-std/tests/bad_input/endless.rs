//! Closures that never end.

use real::io::{BufRead, BufReader};

use std::model::{self, Exhaustive, FailureKind, VirtualTime};
use std::thread;
use std::time::Duration;

use super::child;

#[test]
fn a_loop_of_modelled_steps_meets_the_step_limit() {
    let endless = || {
        let (mut count, lock) = (0_u64, std::sync::Mutex::new(0_u64));
        loop {
            count += 1;
            *lock.lock().unwrap() = count;
        }
    };
    let failure = VirtualTime::new().run(endless).unwrap_err();
    assert_eq!(failure.kind, FailureKind::StepLimit);
    assert!(
        failure
            .message
            .contains("main still goes on at tests/bad_input/endless.rs:"),
        "{failure}"
    );
    let failure = Exhaustive::new().run(endless).unwrap_err();
    assert_eq!(failure.kind, FailureKind::StepLimit);
}

#[test]
fn a_loop_that_does_nothing_modelled_ends_the_process_and_says_where_it_is() {
    let ended = child::run(
        "endless::a_loop_that_does_nothing_modelled_ends_the_process_and_says_where_it_is",
        || {
            model::set_patience(Duration::from_secs(1));
            model::virtual_time(|| {
                let worker = thread::spawn(|| {
                    thread::yield_now();
                    loop {
                        real::hint::spin_loop();
                    }
                });
                let _ = worker.join();
            });
        },
    );
    assert!(!ended.status.success());
    let said = "worker 1 has run for 0.5 s without an operation that the model can see. Its last operation in the \
                model was at tests/bad_input/endless.rs:";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("Ending the process."),
        "{}",
        ended.stderr
    );
}

#[test]
fn without_a_limit_it_says_where_it_is_and_goes_on() {
    const TEST: &str = "endless::without_a_limit_it_says_where_it_is_and_goes_on";
    if child::is_child() {
        model::set_patience(None);
        model::virtual_time(|| {
            loop {
                real::hint::spin_loop();
            }
        });
    }
    let mut child = child::command(TEST)
        .spawn()
        .expect("the test program starts");
    let stderr = child.stderr.take().expect("it is piped");
    let said = BufReader::new(stderr)
        .lines()
        .map_while(Result::ok)
        .find(|line| line.contains("without an operation"));
    let goes_on = child.try_wait().expect("it can be waited for").is_none();
    child.kill().expect("it is ours");
    child.wait().expect("it was killed");
    let said = said.expect("it speaks before it ends");
    assert!(
        said.starts_with("main has run for 5 s")
            && said.contains("It has done nothing in the model yet."),
        "{said}"
    );
    assert!(goes_on && !said.contains("is ended"), "{said}");
}

/// How it fails whatever the mode, and that the report can be read.
fn is_a_crowd(said: &str, program: fn()) {
    let failures = [
        VirtualTime::new().run(program).unwrap_err(),
        Exhaustive::new().run(program).unwrap_err(),
        model::Sampled::new()
            .executions(5)
            .run(program)
            .unwrap_err(),
    ];
    for failure in failures {
        assert_eq!(failure.kind, FailureKind::StepLimit);
        assert!(failure.message.starts_with(said), "{}", failure.message);
        let text = failure.to_string();
        assert!(
            text.lines().all(|line| line.chars().count() <= 110),
            "{text}"
        );
        assert!(text.lines().count() < 120, "{text}");
    }
}

#[test]
fn threads_without_end_are_a_limit_that_is_exceeded() {
    is_a_crowd(
        "more than 1,000 threads were alive at once, the last started at tests/bad_input/endless.rs:",
        || {
            loop {
                thread::spawn(thread::park);
            }
        },
    );
    is_a_crowd(
        "more than 1,000 threads were alive at once, the last started at tests/bad_input/endless.rs:",
        || {
            thread::scope(|scope| {
                loop {
                    scope.spawn(|| thread::sleep(Duration::from_secs(1)));
                }
            });
        },
    );
}

#[test]
fn so_are_threads_one_after_the_other_without_end() {
    is_a_crowd(
        "more than 10,000 threads were started, the last at tests/bad_input/endless.rs:",
        || {
            loop {
                thread::spawn(|| ()).join().unwrap();
            }
        },
    );
    fn next() {
        let next = thread::spawn(next);
        next.join().unwrap();
    }
    is_a_crowd("more than 1,000 threads were alive at once, ", next);
}

#[test]
fn a_thousand_threads_at_once_are_not_too_many() {
    let timeline = model::virtual_time(|| {
        let sleepers: Vec<_> = (0..1_000)
            .map(|_| thread::spawn(|| thread::sleep(Duration::from_secs(1))))
            .collect();
        sleepers
            .into_iter()
            .for_each(|sleeper| sleeper.join().unwrap());
    });
    assert_eq!(timeline.most_at_once(), 1_000);
}
