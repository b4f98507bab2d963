//! Keeps the queue in a static, so that pools do each other's tasks.
//!
//! ```toml
//! others = "passed"
//! ten_tasks_on_two_workers_take_five_seconds = "wrong"
//! ```

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

pub struct ThreadPool {
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let workers = (0..max_workers).map(|_| thread::spawn(work)).collect();
        Self { workers }
    }

    fn enqueue(&self, job: Job) {
        QUEUE.jobs.lock().unwrap().push_back(Some(job));
        QUEUE.more.notify_one();
    }

    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        self.enqueue(Box::new(move || {
            let result = panic::catch_unwind(AssertUnwindSafe(task));
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
        for _ in &self.workers {
            QUEUE.jobs.lock().unwrap().push_back(None);
            QUEUE.more.notify_one();
        }
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}

struct Queue {
    jobs: Mutex<VecDeque<Option<Job>>>,
    more: Condvar,
}

static QUEUE: Queue = Queue {
    jobs: Mutex::new(VecDeque::new()),
    more: Condvar::new(),
};

fn work() {
    loop {
        let jobs = QUEUE.jobs.lock().unwrap();
        let mut jobs = QUEUE.more.wait_while(jobs, |jobs| jobs.is_empty()).unwrap();
        let Some(Some(job)) = jobs.pop_front() else {
            return;
        };
        drop(jobs);
        job();
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
