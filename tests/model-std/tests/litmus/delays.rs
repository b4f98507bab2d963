//! What is certain of a program with so many threads that even the orders without a preemption are too many.

use std::sync::atomic::Ordering::SeqCst;

use model_std::model::{Coverage, Exhaustive};
use model_std::sync::Mutex;
use model_std::sync::atomic::AtomicUsize;
use model_std::thread;

/// So many threads in a scope, each of which does `body`.
fn crowd(threads: usize, body: impl Fn() + Send + Sync) {
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(&body);
        }
    });
}

#[test]
fn ten_threads_at_one_lock_get_a_guarantee() {
    let explored = Exhaustive::new()
        .run(|| {
            let total = Mutex::new(0);
            crowd(10, || *total.lock().unwrap() += 1);
            assert_eq!(total.into_inner().unwrap(), 10);
        })
        .unwrap();
    assert_eq!(explored.coverage, Coverage::Delays(2), "{explored}");
    let words = "every interleaving of threads that go one after the other but for 2 delays, then ";
    assert!(explored.covered().starts_with(words), "{explored}");
}

/// Two locks in a row, each taken by itself: a thread that is held up in between is overtaken.
#[test]
fn ten_threads_that_can_be_overtaken_fail() {
    let result = Exhaustive::new().run(|| {
        let (total, steps) = (Mutex::new(0), AtomicUsize::new(0));
        crowd(10, || {
            let seen = *total.lock().unwrap();
            steps.fetch_add(1, SeqCst);
            *total.lock().unwrap() = seen + 1;
        });
        assert_eq!(total.into_inner().unwrap(), 10);
    });
    assert!(result.is_err());
}
