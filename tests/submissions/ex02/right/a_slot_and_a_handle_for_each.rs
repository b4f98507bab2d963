//! Results go through slots, panics through the handles.

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
    use std::sync::{Arc, Mutex};
    let slots: Vec<Arc<Mutex<Option<u64>>>> = tasks.iter().map(|_| Arc::default()).collect();
    let hs: Vec<_> = tasks
        .into_iter()
        .zip(&slots)
        .map(|(t, s)| {
            let s = Arc::clone(s);
            thread::spawn(move || {
                let v = t();
                *s.lock().unwrap() = Some(v);
            })
        })
        .collect();
    hs.into_iter()
        .zip(slots)
        .map(|(h, s)| match h.join() {
            Ok(()) => Ok(s.lock().unwrap().take().unwrap()),
            Err(p) => Err(panic_text(p)),
        })
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
