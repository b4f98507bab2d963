//! Exercise 04: a pool of threads. Edit only this file; the lesson is in `README.md`.

use std::sync::mpsc::{self, Receiver};
use std::thread;

/// A task that passes its result on by itself, so that tasks of every type fit into one queue.
type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads, which start tasks in the order in which they were submitted.
pub struct ThreadPool {} // its fields are yours to choose

impl ThreadPool {
    /// Task 1. Starts the workers. Each takes a job, does it, and comes back for the next.
    pub fn new(max_workers: usize) -> Self {
        todo!("Task 1: start {max_workers} workers")
    }
    /// Task 1. Puts a job where the next free worker finds it, and returns at once.
    fn enqueue(&self, _job: Job) {
        todo!("Task 1: without the underscore, once you use it")
    }
    /// Hands in one task and returns at once; its result comes through the handle.
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        self.enqueue(Box::new(move || {
            let _ = sender.send(Ok(task())); // Task 3: what if `task` panics?
        }));
        Handle { outcome }
    }
    /// Task 2. Calls `f` on every input, one task each; the results are in the order of the inputs.
    pub fn map<A, R, F>(&self, inputs: Vec<A>, _f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        todo!("Task 2: submit {} tasks", inputs.len())
    }
}

impl Drop for ThreadPool {
    /// Task 4. Returns only when every submitted task is done and every worker has ended.
    fn drop(&mut self) {
        todo!("Task 4")
    }
}

/// What `submit` returns: the promise of one result.
pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
}
impl<T> Handle<T> {
    /// Waits for the task: `Ok` with what it returned, `Err` with what it panicked with.
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("the task sends one result")
    }
}
