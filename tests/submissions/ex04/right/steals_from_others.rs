//! Every worker has a queue of its own and takes from the others when that is empty.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

struct Shared {
    /// One queue for each worker, and what says whether all of them are empty.
    queues: Vec<Mutex<VecDeque<Job>>>,
    signs: Mutex<Signs>,
    changed: Condvar,
}

/// How many jobs lie in the queues unclaimed, and whether more can come.
#[derive(Default)]
struct Signs {
    waiting: usize,
    closed: bool,
}

impl Shared {
    fn work(&self, me: usize) {
        while self.claim() {
            // A claimed job lies in some queue, so going round once or twice finds it.
            let job = (me..)
                .find_map(|n| {
                    self.queues[n % self.queues.len()]
                        .lock()
                        .unwrap()
                        .pop_front()
                })
                .unwrap();
            job();
        }
    }

    /// Waits for a job and claims it; false when there is none and none can come.
    fn claim(&self) -> bool {
        let mut signs = self.signs.lock().unwrap();
        while signs.waiting == 0 && !signs.closed {
            signs = self.changed.wait(signs).unwrap();
        }
        let claimed = signs.waiting > 0;
        if claimed {
            signs.waiting -= 1;
        }
        claimed
    }
}

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    shared: Arc<Shared>,
    next: AtomicUsize,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let shared = Arc::new(Shared {
            queues: (0..max_workers).map(|_| Mutex::default()).collect(),
            signs: Mutex::default(),
            changed: Condvar::new(),
        });
        let workers = (0..max_workers)
            .map(|me| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || shared.work(me))
            })
            .collect();
        Self {
            shared,
            next: AtomicUsize::new(0),
            workers,
        }
    }
    fn enqueue(&self, job: Job) {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let queues = &self.shared.queues;
        queues[turn % queues.len()].lock().unwrap().push_back(job);
        self.shared.signs.lock().unwrap().waiting += 1;
        self.shared.changed.notify_one();
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
        self.shared.signs.lock().unwrap().closed = true;
        self.shared.changed.notify_all();
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
