//! Believes that a worker whose `upgrade` still succeeds will be woken once more.
//!
//! While one worker looks into the queue it keeps it alive for the others, who park for ever.
//!
//! ```toml
//! others = "passed"
//! no_task_is_lost = "deadlock"
//! dropping_the_pool_waits_for_every_task = "deadlock"
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
impl ThreadPool {
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
}
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
type Job = Box<dyn FnOnce() + Send>;
use std::sync::Weak;
struct Inner {
    q: Mutex<VecDeque<Job>>,
    sleepers: Mutex<Vec<thread::Thread>>,
}
pub struct ThreadPool {
    inner: Option<Arc<Inner>>,
    hs: Vec<JoinHandle<()>>,
}
fn work(w: Weak<Inner>) {
    loop {
        let Some(inner) = w.upgrade() else { return };
        let job = inner.q.lock().unwrap().pop_front();
        drop(inner);
        match job {
            Some(j) => j(),
            None => thread::park(),
        }
    }
}
impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let inner = Arc::new(Inner {
            q: Mutex::new(VecDeque::new()),
            sleepers: Mutex::new(vec![]),
        });
        let hs: Vec<_> = (0..max_workers)
            .map(|_| {
                let w = Arc::downgrade(&inner);
                thread::spawn(move || work(w))
            })
            .collect();
        for h in &hs {
            inner.sleepers.lock().unwrap().push(h.thread().clone());
        }
        ThreadPool {
            inner: Some(inner),
            hs,
        }
    }
    fn enqueue(&self, job: Job) {
        let i = self.inner.as_ref().unwrap();
        i.q.lock().unwrap().push_back(job);
        for t in i.sleepers.lock().unwrap().iter() {
            t.unpark();
        }
    }
}
impl Drop for ThreadPool {
    fn drop(&mut self) {
        // A last job for each worker: when all of them have met, the queue is empty.
        let b = Arc::new(std::sync::Barrier::new(self.hs.len() + 1));
        for _ in 0..self.hs.len() {
            let b = b.clone();
            self.enqueue(Box::new(move || {
                b.wait();
            }));
        }
        b.wait();
        self.inner = None;
        for h in self.hs.drain(..) {
            h.thread().unpark();
            h.join().unwrap();
        }
    }
}
