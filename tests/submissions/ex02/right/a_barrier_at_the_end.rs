//! The threads meet at a barrier with main, and what they found lies in a map.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, Barrier, Mutex};
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
    let both = Arc::new(Mutex::new((Duration::ZERO, Duration::ZERO)));
    let met = Arc::new(Barrier::new(3));
    let (one, other) = (Arc::clone(&both), Arc::clone(&both));
    let (at, too) = (Arc::clone(&met), Arc::clone(&met));
    thread::spawn(move || {
        let paused = pause(a);
        one.lock().unwrap().0 = paused;
        at.wait();
    });
    thread::spawn(move || {
        let paused = pause(b);
        other.lock().unwrap().1 = paused;
        too.wait();
    });
    met.wait();
    *both.lock().unwrap()
}

/// Calls `slow` for each number below `n`, each on a thread of its own.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let done = Arc::new(Mutex::new(BTreeMap::new()));
    let met = Arc::new(Barrier::new(n as usize + 1));
    for x in 0..n {
        let (done, met) = (Arc::clone(&done), Arc::clone(&met));
        thread::spawn(move || {
            let result = slow(x);
            done.lock().unwrap().insert(x, result);
            met.wait();
        });
    }
    met.wait();
    done.lock().unwrap().values().copied().collect()
}

/// Runs each task on a thread of its own.
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let threads: Vec<_> = tasks.into_iter().map(thread::spawn).collect();
    threads
        .into_iter()
        .map(|t| t.join().map_err(text))
        .collect()
}

/// What the panic said.
fn text(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast_ref::<&str>() {
        Some(text) => (*text).to_owned(),
        None => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}
