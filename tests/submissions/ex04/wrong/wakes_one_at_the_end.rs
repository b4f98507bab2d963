//! Closes the queue and wakes one worker, believing that it wakes the rest.
//!
//! ```toml
//! others = "passed"
//! no_task_is_lost = "deadlock"
//! dropping_the_pool_waits_for_every_task = "deadlock"
//! ```

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

struct Shared {
    queue: Mutex<(VecDeque<Job>, bool)>,
    changed: Condvar,
}
pub struct ThreadPool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}
fn work(shared: &Shared) {
    loop {
        let mut guard = shared.queue.lock().unwrap();
        let job = loop {
            if let Some(job) = guard.0.pop_front() {
                break job;
            }
            if guard.1 {
                return;
            }
            guard = shared.changed.wait(guard).unwrap();
        };
        drop(guard);
        job();
    }
}
impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let shared = Arc::new(Shared {
            queue: Mutex::new((VecDeque::new(), false)),
            changed: Condvar::new(),
        });
        let workers = (0..max_workers)
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || work(&shared))
            })
            .collect();
        Self { shared, workers }
    }
    fn enqueue(&self, job: Job) {
        self.shared.queue.lock().unwrap().0.push_back(job);
        self.shared.changed.notify_one();
    }
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        self.enqueue(Box::new(move || {
            let _ = sender.send(panic::catch_unwind(AssertUnwindSafe(task)));
        }));
        Handle { outcome }
    }
    pub fn map<A, R, F>(&self, inputs: Vec<A>, f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let handles: Vec<Handle<R>> = inputs
            .into_iter()
            .map(|input| {
                let f = Arc::clone(&f);
                self.submit(move || f(input))
            })
            .collect();
        handles.into_iter().map(|h| h.result().unwrap()).collect()
    }
}
impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.shared.queue.lock().unwrap().1 = true;
        self.shared.changed.notify_one();
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}
pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
}
impl<T> Handle<T> {
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("the task sends one result")
    }
}
