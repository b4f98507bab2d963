//! Waits in map for a count that is loaded and then stored.
//!
//! ```toml
//! others = "passed"
//! map_answers_in_input_order = "deadlock"
//! uneven_tasks_leave_no_worker_idle = "deadlock"
//! ```

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

pub struct ThreadPool {
    jobs: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let (jobs, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        let workers = (0..max_workers)
            .map(|_| {
                let queue = Arc::clone(&queue);
                thread::spawn(move || work(&queue))
            })
            .collect();
        Self {
            jobs: Some(jobs),
            workers,
        }
    }

    fn enqueue(&self, job: Job) {
        self.jobs
            .as_ref()
            .expect("the sender is taken out only by drop")
            .send(job)
            .expect("the workers keep the receiver for as long as the sender lives");
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
        use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
        let n = inputs.len();
        let f = Arc::new(f);
        let slots = Arc::new(Mutex::new((0..n).map(|_| None).collect::<Vec<Option<R>>>()));
        let left = Arc::new(AtomicUsize::new(n));
        let me = thread::current();
        for (i, a) in inputs.into_iter().enumerate() {
            let (f, slots, left, me) = (f.clone(), slots.clone(), left.clone(), me.clone());
            drop(self.submit(move || {
                let r = f(a);
                slots.lock().unwrap()[i] = Some(r);
                let l = left.load(SeqCst);
                left.store(l - 1, SeqCst);
                me.unpark();
            }));
        }
        while left.load(SeqCst) > 0 {
            thread::park();
        }
        let mut s = slots.lock().unwrap();
        s.iter_mut().map(|s| s.take().unwrap()).collect()
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        drop(self.jobs.take());
        for worker in self.workers.drain(..) {
            worker.join().expect("every panic of a task is caught");
        }
    }
}

fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().expect("no job runs under this lock").recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
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
