//! The handles lie in hash maps, and are joined in whatever order those are gone through.

use std::collections::{BTreeMap, HashMap, HashSet};
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
    let mut handles: HashMap<&'static str, JoinHandle<Duration>> = HashMap::new();
    handles.insert("first", thread::spawn(move || pause(a)));
    handles.insert("second", thread::spawn(move || pause(b)));
    let mut done: HashMap<&str, Duration> = handles
        .drain()
        .map(|(k, h)| (k, h.join().unwrap()))
        .collect();
    (
        done.remove("first").unwrap(),
        done.remove("second").unwrap(),
    )
}
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let mut running: HashMap<u64, JoinHandle<u64>> = (0..n)
        .map(|i| (i, thread::spawn(move || slow(i))))
        .collect();
    let mut open: HashSet<u64> = running.keys().copied().collect();
    let mut done = BTreeMap::new();
    while let Some(&i) = open.iter().next() {
        open.remove(&i);
        done.insert(i, running.remove(&i).unwrap().join().unwrap());
    }
    done.into_values().collect()
}
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let handles: HashMap<usize, JoinHandle<u64>> = tasks
        .into_iter()
        .enumerate()
        .map(|(i, t)| (i, thread::spawn(t)))
        .collect();
    let mut out: Vec<(usize, Result<u64, String>)> = Vec::new();
    for (i, h) in handles {
        out.push((
            i,
            h.join().map_err(|e| match e.downcast::<String>() {
                Ok(s) => *s,
                Err(e) => e
                    .downcast_ref::<&str>()
                    .map_or_else(String::new, |s| s.to_string()),
            }),
        ));
    }
    out.sort_by_key(|(i, _)| *i);
    out.into_iter().map(|(_, r)| r).collect()
}
