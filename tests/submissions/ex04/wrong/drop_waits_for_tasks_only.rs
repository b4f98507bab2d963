//! Waits for the tasks, and forgets that the workers have to end as well.
//!
//! drop counts the tasks down and leaves the workers to themselves.
//!
//! ```toml
//! others = "passed"
//! dropping_the_pool_waits_for_every_task = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    jobs: Option<Sender<Job>>,
    left: Arc<(Mutex<usize>, Condvar)>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..max_workers {
            let queue = Arc::clone(&queue);
            thread::spawn(move || {
                loop {
                    let job = queue.lock().unwrap().recv();
                    match job {
                        Ok(job) => job(),
                        Err(_) => break,
                    }
                }
            });
        }
        Self {
            jobs: Some(jobs),
            left: Arc::default(),
        }
    }
    fn enqueue(&self, job: Job) {
        *self.left.0.lock().unwrap() += 1;
        let left = Arc::clone(&self.left);
        let counted = Box::new(move || {
            job();
            *left.0.lock().unwrap() -= 1;
            left.1.notify_all();
        });
        self.jobs.as_ref().unwrap().send(counted).unwrap();
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
        let (left, changed) = &*self.left;
        let mut left = left.lock().unwrap();
        while *left > 0 {
            left = changed.wait(left).unwrap();
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
        self.outcome.recv().unwrap()
    }
}
