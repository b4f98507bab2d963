//! A worker that finds nothing to do puts itself into a list and parks; a new job unparks one of them.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle, Thread};

type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    state: Arc<Mutex<State>>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let workers = (0..max_workers)
            .map(|_| {
                let state = Arc::clone(&state);
                thread::spawn(move || {
                    while let Some(job) = next(&state) {
                        job();
                    }
                })
            })
            .collect();
        Self { state, workers }
    }
    fn enqueue(&self, job: Job) {
        let mut state = self.state.lock().unwrap();
        state.jobs.push_back(job);
        if let Some(idle) = state.idle.pop() {
            idle.unpark();
        }
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
        let mut state = self.state.lock().unwrap();
        state.closed = true;
        for idle in state.idle.drain(..) {
            idle.unpark();
        }
        drop(state);
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

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    idle: Vec<Thread>,
    closed: bool,
}

/// The next job, or `None` if none will come.
fn next(state: &Mutex<State>) -> Option<Job> {
    let me = thread::current().id();
    loop {
        let mut state = state.lock().unwrap();
        // A park may return without reason, so that this thread may still be in the list.
        state.idle.retain(|idle| idle.id() != me);
        if let Some(job) = state.jobs.pop_front() {
            return Some(job);
        }
        if state.closed {
            return None;
        }
        state.idle.push(thread::current());
        drop(state);
        thread::park();
    }
}
