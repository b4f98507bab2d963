//! The queue is a type in a module of the file; None ends a worker.

mod queue {
    use std::collections::LinkedList;
    use std::sync::*;
    pub struct Queue<T> {
        q: Mutex<LinkedList<Option<T>>>,
        c: Condvar,
    }
    impl<T> Default for Queue<T> {
        fn default() -> Self {
            Self {
                q: Mutex::default(),
                c: Condvar::default(),
            }
        }
    }
    impl<T> Queue<T> {
        pub fn put(&self, t: Option<T>) {
            self.q.lock().unwrap().push_back(t);
            self.c.notify_one()
        }
        pub fn get(&self) -> Option<T> {
            let mut g = self.q.lock().unwrap();
            loop {
                if let Some(x) = g.pop_front() {
                    return x;
                }
                g = self.c.wait(g).unwrap()
            }
        }
    }
}

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

pub struct ThreadPool {
    jobs: Arc<queue::Queue<Job>>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let jobs: Arc<queue::Queue<Job>> = Arc::default();
        let workers = (0..max_workers)
            .map(|_| {
                thread::spawn({
                    let j = Arc::clone(&jobs);
                    move || {
                        while let Some(job) = j.get() {
                            job()
                        }
                    }
                })
            })
            .collect();
        Self { jobs, workers }
    }

    fn enqueue(&self, job: Job) {
        self.jobs.put(Some(job))
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
        for _ in 0..self.workers.len() {
            self.jobs.put(None)
        }
        while let Some(w) = self.workers.pop() {
            w.join().unwrap()
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
