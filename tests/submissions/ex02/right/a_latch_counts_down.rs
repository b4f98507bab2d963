//! The threads count a latch down, which is a mutex and a condition variable.

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
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
struct Latch {
    left: Mutex<usize>,
    zero: Condvar,
}
impl Latch {
    fn new(n: usize) -> Arc<Self> {
        Arc::new(Latch {
            left: Mutex::new(n),
            zero: Condvar::new(),
        })
    }
    fn count_down(&self) {
        let mut l = self.left.lock().unwrap();
        *l -= 1;
        if *l == 0 {
            self.zero.notify_all();
        }
    }
    fn wait(&self) {
        let g = self.left.lock().unwrap();
        drop(self.zero.wait_while(g, |l| *l > 0).unwrap());
    }
}
struct OnDrop(Arc<Latch>);
impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.count_down();
    }
}
pub fn run_two(a: Duration, b: Duration) -> (Duration, Duration) {
    let latch = Latch::new(2);
    let out = Arc::new(Mutex::new([None; 2]));
    for (i, d) in [a, b].into_iter().enumerate() {
        let l = OnDrop(latch.clone());
        let out = out.clone();
        thread::spawn(move || {
            let r = pause(d);
            out.lock().unwrap()[i] = Some(r);
            drop(l);
        });
    }
    latch.wait();
    let g = out.lock().unwrap();
    (g[0].unwrap(), g[1].unwrap())
}
pub fn do_threaded_tasks(n: u64) -> Vec<u64> {
    let latch = Latch::new(n as usize);
    let cells: Arc<Vec<AtomicU64>> = Arc::new((0..n).map(|_| AtomicU64::new(0)).collect());
    for i in 0..n {
        let cells = cells.clone();
        let latch = latch.clone();
        thread::spawn(move || {
            cells[i as usize].store(slow(i), Ordering::Release);
            latch.count_down();
        });
    }
    latch.wait();
    cells.iter().map(|c| c.load(Ordering::Acquire)).collect()
}
pub fn join_all(tasks: Vec<Task>) -> Vec<Result<u64, String>> {
    let hs: Vec<_> = tasks.into_iter().map(thread::spawn).collect();
    let mut v = Vec::new();
    for h in hs {
        v.push(match h.join() {
            Ok(x) => Ok(x),
            Err(e) => Err(match e.downcast_ref::<&str>() {
                Some(s) => s.to_string(),
                None => match e.downcast_ref::<String>() {
                    Some(s) => s.to_string(),
                    None => "Box<dyn Any>".to_string(),
                },
            }),
        });
    }
    v
}
