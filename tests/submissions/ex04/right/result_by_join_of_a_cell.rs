//! The handle waits at a OnceLock; the queue is a Condvar that is told of one job at a time.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, OnceLock};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    queue: Arc<Queue>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let queue = Arc::new(Queue::default());
        let workers = (1..=max_workers)
            .map(|number| {
                let queue = Arc::clone(&queue);
                let named = thread::Builder::new().name(format!("pool {number}"));
                named.spawn(move || queue.serve()).unwrap()
            })
            .collect();
        Self { queue, workers }
    }
    fn enqueue(&self, job: Job) {
        self.queue.put(Some(job));
    }
    /// Hands in one task and returns at once.
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let outcome = Arc::new(OnceLock::new());
        let place = Arc::clone(&outcome);
        self.enqueue(Box::new(move || {
            let result = catch_unwind(AssertUnwindSafe(task));
            // A payload cannot be shared between threads; behind a lock it can.
            let _ = place.set(Mutex::new(Some(result)));
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
        for _ in 0..self.workers.len() {
            self.queue.put(None);
        }
        let ended = self.workers.drain(..).map(JoinHandle::join);
        ended.for_each(Result::unwrap);
    }
}

/// What `submit` returns: the promise of one result.
pub struct Handle<T> {
    outcome: Arc<OnceLock<Mutex<Option<thread::Result<T>>>>>,
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        let result = self.outcome.wait().lock().unwrap().take();
        result.expect("it is asked for once")
    }
}

/// Jobs, and a `None` for each worker at the end.
#[derive(Default)]
struct Queue {
    line: Mutex<VecDeque<Option<Job>>>,
    more: Condvar,
}

impl Queue {
    fn put(&self, job: Option<Job>) {
        self.line.lock().unwrap().push_back(job);
        self.more.notify_one();
    }

    fn serve(&self) {
        loop {
            let mut line = self.line.lock().unwrap();
            let first = loop {
                match line.pop_front() {
                    Some(first) => break first,
                    None => line = self.more.wait(line).unwrap(),
                }
            };
            drop(line);
            match first {
                Some(job) => job(),
                None => return,
            }
        }
    }
}
