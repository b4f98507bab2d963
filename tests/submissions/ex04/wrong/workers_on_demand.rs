//! Starts a worker only when a job comes and nobody is free, as the executor of Python does; here
//! they are started in new.
//!
//! Starts a worker only when a job comes and nobody is free, as the executor of Python does.
//!
//! ```toml
//! others = "passed"
//! ten_tasks_on_two_workers_take_five_seconds = "wrong"
//! map_answers_in_input_order = "wrong"
//! a_panicking_task_does_not_kill_its_worker = "wrong"
//! ```

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Workers that wait for a job, some of which may have been woken already.
    waiting: usize,
    closed: bool,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    max_workers: usize,
    shared: Arc<Shared>,
    workers: Mutex<Vec<JoinHandle<()>>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        Self {
            max_workers,
            shared: Arc::new(Shared::default()),
            workers: Mutex::new(Vec::new()),
        }
    }
    fn enqueue(&self, job: Job) {
        let mut state = self.shared.state.lock().unwrap();
        state.jobs.push_back(job);
        let too_few = state.jobs.len() > state.waiting;
        drop(state);
        self.shared.changed.notify_one();
        let mut workers = self.workers.lock().unwrap();
        if too_few && workers.len() < self.max_workers {
            let shared = Arc::clone(&self.shared);
            workers.push(thread::spawn(move || work(&shared)));
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
        self.shared.state.lock().unwrap().closed = true;
        self.shared.changed.notify_all();
        for worker in self.workers.get_mut().unwrap().drain(..) {
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

fn work(shared: &Shared) {
    let mut state = shared.state.lock().unwrap();
    loop {
        if let Some(job) = state.jobs.pop_front() {
            drop(state);
            job();
            state = shared.state.lock().unwrap();
        } else if state.closed {
            return;
        } else {
            state.waiting += 1;
            state = shared.changed.wait(state).unwrap();
            state.waiting -= 1;
        }
    }
}
