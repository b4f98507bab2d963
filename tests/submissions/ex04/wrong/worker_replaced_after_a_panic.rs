//! Lets a panic kill its worker and starts another in its place; and the panic itself is lost.
//!
//! A panic ends its thread, whose last act is to start a successor.
//!
//! ```toml
//! others = "passed"
//! a_panicking_task_does_not_kill_its_worker = "wrong"
//! ```

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

struct Shared {
    queue: Mutex<Receiver<Job>>,
    /// Workers that have not ended; the last one out lets `drop` go on.
    alive: Mutex<usize>,
    ended: Condvar,
}

/// Lives on the stack of a worker and is dropped when the worker ends, in whichever way.
struct Successor {
    shared: Arc<Shared>,
}

impl Drop for Successor {
    fn drop(&mut self) {
        if thread::panicking() {
            start(Arc::clone(&self.shared));
        } else {
            *self.shared.alive.lock().unwrap() -= 1;
            self.shared.ended.notify_all();
        }
    }
}

fn start(shared: Arc<Shared>) {
    thread::spawn(move || {
        let worker = Successor { shared };
        loop {
            let job = worker.shared.queue.lock().unwrap().recv();
            match job {
                Ok(job) => job(),
                Err(_) => return,
            }
        }
    });
}

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    jobs: Option<Sender<Job>>,
    shared: Arc<Shared>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let shared = Arc::new(Shared {
            queue: Mutex::new(queue),
            alive: Mutex::new(max_workers),
            ended: Condvar::new(),
        });
        for _ in 0..max_workers {
            start(Arc::clone(&shared));
        }
        Self {
            jobs: Some(jobs),
            shared,
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
        drop(self.jobs.take());
        let mut alive = self.shared.alive.lock().unwrap();
        while *alive > 0 {
            alive = self.shared.ended.wait(alive).unwrap();
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
        // A task that panicked dropped its sender and sent nothing.
        match self.outcome.recv() {
            Ok(value) => Ok(value),
            Err(nothing) => Err(Box::new(nothing)),
        }
    }
}
