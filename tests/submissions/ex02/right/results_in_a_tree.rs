//! Each thread puts its result into a tree; main waits until all are there.

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
    use std::sync::{Arc, Condvar, Mutex};
    let n = tasks.len();
    let st = Arc::new((
        Mutex::new(std::collections::BTreeMap::new()),
        Condvar::new(),
    ));
    for (i, t) in tasks.into_iter().enumerate() {
        let st = st.clone();
        thread::spawn(move || {
            let r = std::panic::catch_unwind(std::panic::AssertUnwindSafe(t)).map_err(panic_text);
            st.0.lock().unwrap().insert(i, r);
            st.1.notify_one();
        });
    }
    let g =
        st.1.wait_while(st.0.lock().unwrap(), |m| m.len() < n)
            .unwrap();
    g.values().cloned().collect()
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
