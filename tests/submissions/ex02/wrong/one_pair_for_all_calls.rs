//! Two threads put their results into a pair that is a static.
//!
//! Two calls at the same time write to the same pair.
//!
//! ```toml
//! others = "passed"
//! two_pauses_run_side_by_side = "wrong"
//! ```

pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let handles: Vec<_> = tasks.into_iter().map(|t| thread::spawn(t)).collect();
    handles
        .into_iter()
        .map(|h| {
            h.join().map_err(|e| {
                if let Some(s) = e.downcast_ref::<&str>() {
                    s.to_string()
                } else if let Some(s) = e.downcast_ref::<String>() {
                    s.clone()
                } else {
                    "unknown".to_string()
                }
            })
        })
        .collect()
}
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let handles: Vec<_> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();
    handles.into_iter().map(|h| h.join().unwrap()).collect()
}
use std::thread;
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
use std::sync::Mutex;
static TWO: Mutex<(Duration, Duration)> = Mutex::new((Duration::ZERO, Duration::ZERO));
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let h1 = thread::spawn(move || {
        let r = pause(a);
        TWO.lock().unwrap().0 = r;
    });
    let h2 = thread::spawn(move || {
        let r = pause(b);
        TWO.lock().unwrap().1 = r;
    });
    h1.join().unwrap();
    h2.join().unwrap();
    *TWO.lock().unwrap()
}
