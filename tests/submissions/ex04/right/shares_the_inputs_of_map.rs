//! map makes one task for each input that writes to a slot, and a channel tells when all are done.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, RwLock};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    jobs: RwLock<Option<Sender<Job>>>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        let mut workers = Vec::with_capacity(max_workers);
        while workers.len() < max_workers {
            let queue = Arc::clone(&queue);
            workers.push(thread::spawn(move || {
                let next = || queue.lock().unwrap().recv();
                while let Ok(job) = next() {
                    job();
                }
            }));
        }
        Self {
            jobs: RwLock::new(Some(jobs)),
            workers,
        }
    }
    fn enqueue(&self, job: Job) {
        let jobs = self.jobs.read().unwrap();
        jobs.as_ref().unwrap().send(job).unwrap();
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
        let slots: Arc<Vec<Mutex<Option<R>>>> =
            Arc::new(inputs.iter().map(|_| Mutex::new(None)).collect());
        let (done, all_done) = mpsc::channel::<()>();
        let f = Arc::new(f);
        for (place, input) in inputs.into_iter().enumerate() {
            let (slots, done, f) = (Arc::clone(&slots), done.clone(), Arc::clone(&f));
            self.enqueue(Box::new(move || {
                let result = catch_unwind(AssertUnwindSafe(|| f(input)));
                *slots[place].lock().unwrap() = result.ok();
                drop(done);
            }));
        }
        drop(done);
        // Nobody sends anything: it ends when the last task has let go of its sender.
        let _ = all_done.recv();
        let take = |slot: &Mutex<Option<R>>| slot.lock().unwrap().take();
        slots
            .iter()
            .map(|slot| take(slot).expect("a task panicked"))
            .collect()
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        *self.jobs.write().unwrap() = None;
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
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
