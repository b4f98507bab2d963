//! Leaves the panic to the thread: the handle finds out, but nobody replaces the worker.
//!
//! ```toml
//! others = "passed"
//! a_panicking_task_does_not_kill_its_worker = "deadlock"
//! dropping_the_pool_waits_for_every_task = "wrong"
//! ```

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

struct Queue {
    jobs: VecDeque<Job>,
    closed: bool,
}

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    queue: Arc<(Mutex<Queue>, Condvar)>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let queue = Queue {
            jobs: VecDeque::new(),
            closed: false,
        };
        let queue = Arc::new((Mutex::new(queue), Condvar::new()));
        let workers = (0..max_workers)
            .map(|_| {
                let queue = Arc::clone(&queue);
                thread::spawn(move || {
                    let (queue, changed) = &*queue;
                    loop {
                        let mut guard = queue.lock().unwrap();
                        while guard.jobs.is_empty() && !guard.closed {
                            guard = changed.wait(guard).unwrap();
                        }
                        let Some(job) = guard.jobs.pop_front() else {
                            break;
                        };
                        drop(guard);
                        job();
                    }
                })
            })
            .collect();
        Self { queue, workers }
    }
    fn enqueue(&self, job: Job) {
        let (queue, changed) = &*self.queue;
        queue.lock().unwrap().jobs.push_back(job);
        changed.notify_one();
    }
    /// Hands in one task and returns at once.
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        self.enqueue(Box::new(move || {
            let _ = sender.send(task());
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
        let (queue, changed) = &*self.queue;
        queue.lock().unwrap().closed = true;
        changed.notify_all();
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

/// What `submit` returns: the promise of one result.
pub struct Handle<T> {
    outcome: Receiver<T>,
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        match self.outcome.recv() {
            Ok(value) => Ok(value),
            Err(_) => Err(Box::new("the task panicked")),
        }
    }
}
