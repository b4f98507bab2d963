//! Waits to be told about each job, and never hears of those that came before it waited.
//!
//! ```toml
//! others = "deadlock"
//! dropping_the_pool_waits_for_every_task = "wrong"
//! ```

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

struct Shared {
    jobs: Mutex<VecDeque<Job>>,
    closed: AtomicBool,
    changed: Condvar,
}

impl Shared {
    fn work(&self) {
        while !self.closed.load(Ordering::SeqCst) {
            let jobs = self.jobs.lock().unwrap();
            let mut jobs = self.changed.wait(jobs).unwrap();
            let job = jobs.pop_front();
            drop(jobs);
            if let Some(job) = job {
                job();
            }
        }
    }
}

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let shared = Arc::new(Shared {
            jobs: Mutex::new(VecDeque::new()),
            closed: AtomicBool::new(false),
            changed: Condvar::new(),
        });
        let workers = (0..max_workers)
            .map(|_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || shared.work())
            })
            .collect();
        Self { shared, workers }
    }
    fn enqueue(&self, job: Job) {
        self.shared.jobs.lock().unwrap().push_back(job);
        self.shared.changed.notify_one();
    }
    /// Hands in one task and returns at once.
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        self.enqueue(Box::new(move || {
            let _ = sender.send(catch_unwind(AssertUnwindSafe(task)));
        }));
        Handle { outcome }
    }
    /// Calls `f` on every input, one task each.
    pub fn map<A, R, F>(&self, inputs: Vec<A>, f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let handles: Vec<_> = inputs
            .into_iter()
            .map(|input| {
                let f = Arc::clone(&f);
                self.submit(move || f(input))
            })
            .collect();
        handles
            .into_iter()
            .map(|handle| handle.result().unwrap())
            .collect()
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::SeqCst);
        self.shared.changed.notify_all();
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}

/// What `submit` returns: the promise of one result.
pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("the task sends one result")
    }
}
