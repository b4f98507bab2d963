//! One half of the tasks goes to another thread, and each half is divided again.

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
fn par<T: Send + 'static>(mut fs: Vec<Box<dyn FnOnce() -> T + Send>>) -> Vec<thread::Result<T>> {
    match fs.len() {
        0 => vec![],
        1 => vec![thread::spawn(fs.remove(0)).join()],
        n => {
            let right = fs.split_off(n / 2);
            let l = thread::spawn(move || par(fs));
            let r = par(right);
            let mut out = l.join().unwrap();
            out.extend(r);
            out
        }
    }
}
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let mut v = par(vec![Box::new(move || pause(a)), Box::new(move || pause(b))]);
    let y = v.pop().unwrap().unwrap();
    let x = v.pop().unwrap().unwrap();
    (x, y)
}
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    par((0..n).map(|i| Box::new(move || slow(i)) as Task).collect())
        .into_iter()
        .map(Result::unwrap)
        .collect()
}
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    par(tasks)
        .into_iter()
        .map(|r| {
            r.map_err(|e| {
                e.downcast_ref::<&str>()
                    .map(|s| s.to_string())
                    .or(e.downcast_ref::<String>().cloned())
                    .unwrap_or("x".into())
            })
        })
        .collect()
}
