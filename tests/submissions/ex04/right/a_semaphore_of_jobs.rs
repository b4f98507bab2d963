//! A semaphore counts the jobs in a queue; each job has a number, and the lowest goes first.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let shared = Arc::new(Shared::default());
        let mut workers = Vec::new();
        workers.resize_with(max_workers, || {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                loop {
                    shared.there.acquire();
                    // More was released than there are jobs: that is the end.
                    let job = shared.jobs.lock().unwrap().pop_first();
                    let Some((_, job)) = job else { break };
                    job();
                }
            })
        });
        Self { shared, workers }
    }
    fn enqueue(&self, job: Job) {
        let mut jobs = self.shared.jobs.lock().unwrap();
        let number = jobs.last_key_value().map_or(0, |(last, _)| last + 1);
        jobs.insert(number, job);
        drop(jobs);
        self.shared.there.release(1);
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
        self.shared.there.release(self.workers.len());
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

#[derive(Default)]
struct Shared {
    jobs: Mutex<BTreeMap<u64, Job>>,
    there: Semaphore,
}

#[derive(Default)]
struct Semaphore {
    count: Mutex<usize>,
    released: Condvar,
}

impl Semaphore {
    fn acquire(&self) {
        let count = self.count.lock().unwrap();
        let mut count = self
            .released
            .wait_while(count, |count| *count == 0)
            .unwrap();
        *count -= 1;
    }

    fn release(&self, more: usize) {
        *self.count.lock().unwrap() += more;
        self.released.notify_all();
    }
}
