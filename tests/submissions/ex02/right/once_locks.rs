//! Each thread has a OnceLock to put its result into; panics are caught where they happen.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

/// Work that can be moved to another thread and is done there once.
pub type Task = Box<dyn FnOnce() -> u64 + Send>;

/// Waits for `duration`, then gives it back.
pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}

/// Waits for 10 s, then gives its argument back.
pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}

/// Pauses for `a` and for `b` at the same time.
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let (first, second) = (OnceLock::new(), OnceLock::new());
    thread::scope(|scope| {
        scope.spawn(|| first.set(pause(a)));
        scope.spawn(|| second.set(pause(b)));
    });
    let done = |place: OnceLock<Duration>| place.into_inner().expect("the scope has joined it");
    (done(first), done(second))
}

/// Calls `slow` for each number below `n`, each on a thread of its own.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let places: Vec<OnceLock<u64>> = (0..n).map(|_| OnceLock::new()).collect();
    thread::scope(|scope| {
        for (place, x) in places.iter().zip(0..) {
            scope.spawn(move || place.set(slow(x)));
        }
    });
    places.into_iter().flat_map(OnceLock::into_inner).collect()
}

/// Runs each task on a thread of its own.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let catch = |task: Task| catch_unwind(AssertUnwindSafe(task)).map_err(text);
    let threads: Vec<_> = tasks
        .into_iter()
        .map(|task| thread::spawn(move || catch(task)))
        .collect();
    threads.into_iter().map(|t| t.join().unwrap()).collect()
}

/// What the panic said.
fn text(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast_ref::<&str>() {
        Some(text) => (*text).to_owned(),
        None => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}
