//! A panic hook notes the text of each thread that panics; it is read after the join.

use std::collections::HashMap;
use std::panic;
use std::sync::Mutex;
use std::thread::{self, ThreadId};
use std::time::Duration;
pub type Task = Box<dyn FnOnce() -> u64 + Send>;
static TEXTS: Mutex<Option<HashMap<ThreadId, String>>> = Mutex::new(None);
pub fn pause(duration: Duration) -> Duration {
    thread::sleep(duration);
    duration
}
pub fn slow(x: u64) -> u64 {
    pause(Duration::from_secs(10));
    x
}
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let (x, y) = (
        thread::spawn(move || pause(a)),
        thread::spawn(move || pause(b)),
    );
    (x.join().unwrap(), y.join().unwrap())
}
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let threads: Vec<_> = (0..n).map(|x| thread::spawn(move || slow(x))).collect();
    let mut results = vec![];
    for t in threads {
        println!("joining {:?}", t.thread().id());
        results.push(t.join().unwrap());
    }
    results
}
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let old = panic::take_hook();
    panic::set_hook(Box::new(|info| {
        let text = info
            .payload()
            .downcast_ref::<&str>()
            .map(|s| s.to_string())
            .or_else(|| info.payload().downcast_ref::<String>().cloned())
            .unwrap_or_default();
        TEXTS
            .lock()
            .unwrap()
            .get_or_insert_with(HashMap::new)
            .insert(thread::current().id(), text);
    }));
    let hs: Vec<_> = tasks.into_iter().map(thread::spawn).collect();
    let out = hs
        .into_iter()
        .map(|h| {
            let id = h.thread().id();
            h.join()
                .map_err(|_| TEXTS.lock().unwrap().as_mut().unwrap().remove(&id).unwrap())
        })
        .collect();
    panic::set_hook(old);
    out
}
