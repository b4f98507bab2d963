//! Counts the threads that are still at work down to none, and waits for that with a Condvar.

use std::any::Any;
use std::sync::{Arc, Condvar, Mutex};
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
    let other = thread::spawn(move || pause(a));
    let b = pause(b);
    (other.join().unwrap(), b)
}

/// Calls `slow` for each number below `n`, each on a thread of its own.
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let work = Arc::new((Mutex::new((n, vec![0; n as usize])), Condvar::new()));
    for x in 0..n {
        let work = Arc::clone(&work);
        thread::spawn(move || {
            let result = slow(x);
            let mut state = work.0.lock().unwrap();
            state.1[x as usize] = result;
            state.0 -= 1;
            if state.0 == 0 {
                work.1.notify_one();
            }
        });
    }
    let state = work.0.lock().unwrap();
    let mut state = work.1.wait_while(state, |state| state.0 > 0).unwrap();
    std::mem::take(&mut state.1)
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
