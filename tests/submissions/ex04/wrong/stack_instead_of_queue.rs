//! Keeps the jobs in a Vec and pops the newest first.
//!
//! ```toml
//! others = "passed"
//! uneven_tasks_leave_no_worker_idle = "too_slow"
//! map_answers_in_input_order = "too_slow"
//! dropping_the_pool_waits_for_every_task = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

struct Stack {
    jobs: Vec<Job>,
    closed: bool,
}

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    stack: Arc<(Mutex<Stack>, Condvar)>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let stack = Stack {
            jobs: Vec::new(),
            closed: false,
        };
        let stack = Arc::new((Mutex::new(stack), Condvar::new()));
        let workers = (0..max_workers)
            .map(|_| {
                let stack = Arc::clone(&stack);
                thread::spawn(move || {
                    let (stack, changed) = &*stack;
                    loop {
                        let mut guard = changed
                            .wait_while(stack.lock().unwrap(), |stack| {
                                stack.jobs.is_empty() && !stack.closed
                            })
                            .unwrap();
                        let Some(job) = guard.jobs.pop() else {
                            break;
                        };
                        drop(guard);
                        job();
                    }
                })
            })
            .collect();
        Self { stack, workers }
    }
    fn enqueue(&self, job: Job) {
        let (stack, changed) = &*self.stack;
        stack.lock().unwrap().jobs.push(job);
        changed.notify_one();
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
        let (stack, changed) = &*self.stack;
        stack.lock().unwrap().closed = true;
        changed.notify_all();
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
