//! Goes round a loop until every thread says that it has finished
//!
//! ```toml
//! others = "passed"
//! five_tasks_take_ten_seconds = "wrong"
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
    let first = thread::spawn(move || pause(a));
    let second = thread::spawn(move || pause(b));

    (
        first.join().expect("pause does not panic"),
        second.join().expect("pause does not panic"),
    )
}

pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let handles: Vec<JoinHandle<u64>> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();
    for handle in &handles {
        while !handle.is_finished() {}
    }
    handles
        .into_iter()
        .map(|handle| handle.join().unwrap())
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
