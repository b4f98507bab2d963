//! Starts a thread for every task and lets only so many of them through at a time.
//!
//! ```toml
//! others = "passed"
//! ten_tasks_on_two_workers_take_five_seconds = "wrong"
//! uneven_tasks_leave_no_worker_idle = "wrong"
//! map_answers_in_input_order = "wrong"
//! a_panicking_task_does_not_kill_its_worker = "wrong"
//! dropping_the_pool_waits_for_every_task = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

/// Lets threads through in the order of their tickets, `free` of them at a time.
struct Gate {
    next: usize,
    free: usize,
}

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    gate: Arc<(Mutex<Gate>, Condvar)>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let gate = Gate {
            next: 0,
            free: max_workers,
        };
        Self {
            gate: Arc::new((Mutex::new(gate), Condvar::new())),
            threads: Mutex::new(Vec::new()),
        }
    }
    fn enqueue(&self, job: Job) {
        let gate = Arc::clone(&self.gate);
        let mut threads = self.threads.lock().unwrap();
        let ticket = threads.len();
        threads.push(thread::spawn(move || {
            let (gate, changed) = &*gate;
            let mut guard = gate.lock().unwrap();
            while guard.next != ticket || guard.free == 0 {
                guard = changed.wait(guard).unwrap();
            }
            guard.next += 1;
            guard.free -= 1;
            drop(guard);
            changed.notify_all();
            job();
            gate.lock().unwrap().free += 1;
            changed.notify_all();
        }));
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
        for thread in self.threads.get_mut().unwrap().drain(..) {
            thread.join().unwrap();
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
