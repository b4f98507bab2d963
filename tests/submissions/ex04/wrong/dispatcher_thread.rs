//! A thread that only hands out jobs is one more than was asked for.
//!
//! Free workers put their own channel into a line; a dispatcher hands the next job to the first of them.
//!
//! ```toml
//! others = "passed"
//! ten_tasks_on_two_workers_take_five_seconds = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    jobs: Option<Sender<Job>>,
    dispatcher: Option<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let dispatcher = thread::spawn(move || dispatch(max_workers, queue));
        Self {
            jobs: Some(jobs),
            dispatcher: Some(dispatcher),
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
        drop(self.jobs.take());
        self.dispatcher.take().unwrap().join().unwrap();
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

fn dispatch(max_workers: usize, queue: Receiver<Job>) {
    let (free, line) = mpsc::channel::<Sender<Job>>();
    let workers: Vec<_> = (0..max_workers)
        .map(|_| {
            let free = free.clone();
            thread::spawn(move || work(free))
        })
        .collect();
    for job in queue {
        let worker = line.recv().unwrap();
        worker.send(job).unwrap();
    }
    // No more jobs: a worker whose channel is dropped here ends.
    for _ in 0..max_workers {
        drop(line.recv().unwrap());
    }
    for worker in workers {
        worker.join().unwrap();
    }
}

fn work(free: Sender<Sender<Job>>) {
    loop {
        let (me, jobs) = mpsc::channel();
        free.send(me).unwrap();
        match jobs.recv() {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}
