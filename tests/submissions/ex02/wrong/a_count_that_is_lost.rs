//! Waits for a count of finished tasks that is loaded and then stored.
//!
//! ```toml
//! others = "passed"
//! tasks_of_different_lengths_run_together = "deadlock"
//! a_panicking_task_is_an_err = "deadlock"
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

    handles
        .into_iter()
        .map(|handle| handle.join().expect("slow does not panic"))
        .collect()
}

pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    use std::sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    };
    let n = tasks.len();
    let slots = Arc::new(Mutex::new(vec![None; n]));
    let done = Arc::new(AtomicUsize::new(0));
    let main = thread::current();
    for (i, t) in tasks.into_iter().enumerate() {
        let (slots, done, main) = (slots.clone(), done.clone(), main.clone());
        thread::spawn(move || {
            let r = std::panic::catch_unwind(std::panic::AssertUnwindSafe(t)).map_err(panic_text);
            slots.lock().unwrap()[i] = Some(r);
            let d = done.load(SeqCst);
            done.store(d + 1, SeqCst);
            main.unpark();
        });
    }
    while done.load(SeqCst) < n {
        thread::park();
    }
    let mut s = slots.lock().unwrap();
    s.iter_mut().map(|x| x.take().unwrap()).collect()
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
