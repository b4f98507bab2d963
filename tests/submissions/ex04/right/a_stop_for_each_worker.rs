//! The queue holds jobs and orders to stop, one of them for each worker.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

enum Order {
    Do(Job),
    Stop,
}

type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads.
pub struct ThreadPool {
    orders: Sender<Order>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers.
    pub fn new(max_workers: usize) -> Self {
        let (orders, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || work(&queue))
        };
        Self {
            orders,
            workers: (0..max_workers).map(start).collect(),
        }
    }
    fn enqueue(&self, job: Job) {
        self.orders.send(Order::Do(job)).unwrap();
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
        for _ in &self.workers {
            self.orders.send(Order::Stop).unwrap();
        }
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

fn work(queue: &Mutex<Receiver<Order>>) {
    loop {
        let order = queue.lock().unwrap().recv().unwrap();
        match order {
            Order::Do(job) => job(),
            Order::Stop => return,
        }
    }
}
