//! The worker catches the panic, and the handle waits at a slot that a Condvar guards.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Where a task leaves its result: empty while it is not done.
struct Slot<T> {
    result: Mutex<Option<thread::Result<T>>>,
    filled: Condvar,
}

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    jobs: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let workers = (0..max_workers)
            .map(|_| {
                let queue = Arc::clone(&queue);
                thread::spawn(move || {
                    loop {
                        let job = queue.lock().unwrap().recv();
                        match job {
                            Ok(job) => job(),
                            Err(_) => break,
                        }
                    }
                })
            })
            .collect();
        Self {
            jobs: Some(jobs),
            workers,
        }
    }
    fn enqueue(&self, job: Job) {
        self.jobs.as_ref().unwrap().send(job).unwrap();
    }
    /// Hands in one task and returns at once.
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let slot = Arc::new(Slot {
            result: Mutex::new(None),
            filled: Condvar::new(),
        });
        let to_fill = Arc::clone(&slot);
        self.enqueue(Box::new(move || {
            let result = catch_unwind(AssertUnwindSafe(task));
            *to_fill.result.lock().unwrap() = Some(result);
            to_fill.filled.notify_one();
        }));
        Handle { slot }
    }
    /// Calls `f` on every input, one task each.
    pub fn map<A, R, F>(&self, inputs: Vec<A>, f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let mut handles = Vec::with_capacity(inputs.len());
        for input in inputs {
            let f = Arc::clone(&f);
            handles.push(self.submit(move || f(input)));
        }
        let mut results = Vec::with_capacity(handles.len());
        for handle in handles {
            results.push(handle.result().unwrap());
        }
        results
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        drop(self.jobs.take());
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}

/// What `submit` returns: the promise of one result.
pub struct Handle<T> {
    slot: Arc<Slot<T>>,
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        let mut result = self.slot.result.lock().unwrap();
        loop {
            match result.take() {
                Some(result) => return result,
                None => result = self.slot.filled.wait(result).unwrap(),
            }
        }
    }
}
