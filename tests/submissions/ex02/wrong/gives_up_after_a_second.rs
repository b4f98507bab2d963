//! Takes it that all have answered when no answer has come for a second
//!
//! ```toml
//! others = "passed"
//! five_tasks_take_ten_seconds = "wrong"
//! results_keep_the_order_of_the_arguments = "race"
//! ```

use std::any::Any;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub type Task = Box<dyn FnOnce() -> u64 + Send>;

pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}

pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}

pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let first = thread::spawn(move || pause(a));
    let second = thread::spawn(move || pause(b));

    (
        first.join().expect("pause does not panic"),
        second.join().expect("pause does not panic"),
    )
}

pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let (tx, rx) = mpsc::channel();
    for x in 0..n {
        let tx = tx.clone();
        thread::spawn(move || tx.send((x, slow(x))).unwrap());
    }
    let mut results = vec![0; n as usize];
    while let Ok((x, r)) = rx.recv_timeout(Duration::from_secs(1)) {
        results[x as usize] = r;
    }
    results
}

pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let handles: Vec<JoinHandle<u64>> = tasks.into_iter().map(thread::spawn).collect();

    handles
        .into_iter()
        .map(|handle| handle.join().map_err(panic_text))
        .collect()
}

fn panic_text(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => match payload.downcast::<&str>() {
            Ok(text) => (*text).to_owned(),
            Err(_) => "a panic without a text".to_owned(),
        },
    }
}
