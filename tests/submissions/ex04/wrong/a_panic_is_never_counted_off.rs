//! Waits in drop for a count of tasks that a panic leaves too high.
//!
//! ```toml
//! others = "passed"
//! dropping_the_pool_waits_for_every_task = "deadlock"
//! ```

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

pub struct ThreadPool {
    jobs: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
    pending: Arc<(Mutex<usize>, std::sync::Condvar)>,
}

impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let (jobs, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        let workers = (0..max_workers)
            .map(|_| {
                let queue = Arc::clone(&queue);
                thread::spawn(move || work(&queue))
            })
            .collect();
        Self {
            jobs: Some(jobs),
            workers,
            pending: Default::default(),
        }
    }

    fn enqueue(&self, job: Job) {
        self.jobs
            .as_ref()
            .expect("the sender is taken out only by drop")
            .send(job)
            .expect("the workers keep the receiver for as long as the sender lives");
    }

    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        *self.pending.0.lock().unwrap() += 1;
        let pending = self.pending.clone();
        self.enqueue(Box::new(move || {
            let p = pending.clone();
            let result = panic::catch_unwind(AssertUnwindSafe(move || {
                let r = task();
                *p.0.lock().unwrap() -= 1;
                p.1.notify_all();
                r
            }));
            let _ = sender.send(result);
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
        handles
            .into_iter()
            .map(|handle| handle.result().unwrap_or_else(|p| panic::resume_unwind(p)))
            .collect()
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        let mut p = self.pending.0.lock().unwrap();
        while *p > 0 {
            p = self.pending.1.wait(p).unwrap();
        }
        drop(p);
        drop(self.jobs.take());
        for w in self.workers.drain(..) {
            w.join().unwrap();
        }
    }
}

fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().expect("no job runs under this lock").recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
}

impl<T> Handle<T> {
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("every job sends one result")
    }
}
