//! Exercise 04, solved: a pool of threads around one channel, whose receiver the workers share.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// A task that passes its result on by itself, so that tasks of every type fit into one queue.
type Job = Box<dyn FnOnce() + Send>;

/// Keeps `max_workers` threads, which start tasks in the order in which they were submitted.
pub struct ThreadPool {
    /// The way into the queue. `None` only while the pool is dropped: taking the sender out
    /// closes the channel.
    jobs: Option<Sender<Job>>,
    workers: Vec<JoinHandle<()>>,
}

impl ThreadPool {
    /// Starts the workers. Each takes a job, does it, and comes back for the next.
    pub fn new(max_workers: usize) -> Self {
        let (jobs, queue) = mpsc::channel();
        // A channel has one receiver, so the workers share it under a lock. Whoever holds the lock
        // is the next in line for a job.
        //
        // Rejected: a channel for each worker, filled in turn. It needs no lock, but a job can
        // then wait behind a long one while another worker has nothing to do.
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

    /// Puts a job where the next free worker finds it, and returns at once.
    fn enqueue(&self, job: Job) {
        self.jobs
            .as_ref()
            .expect("the sender is taken out only by drop")
            .send(job)
            .expect("the workers keep the receiver for as long as the sender lives");
    }

    /// Hands in one task and returns at once; its result comes through the handle.
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        self.enqueue(Box::new(move || {
            // Without `catch_unwind` a panic would unwind through the worker's loop and end that
            // thread: the pool would lose a worker, and one with a single worker would stand still.
            //
            // `AssertUnwindSafe` promises that nobody sees what the panic left half-done. That
            // holds, for `task` is consumed here and everything it owns goes with it.
            let result = panic::catch_unwind(AssertUnwindSafe(task));
            // Sending fails if the handle was dropped: then nobody wants the result.
            let _ = sender.send(result);
        }));
        Handle { outcome }
    }

    /// Calls `f` on every input, one task each; the results are in the order of the inputs.
    ///
    /// If a task panicked, so does `map`, as Python raises when it comes to that result.
    pub fn map<A, R, F>(&self, inputs: Vec<A>, f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        // All tasks are submitted before the first result is asked for, hence the `collect`.
        //
        // Rejected: one chain `.map(submit).map(result)` without it. Iterators are lazy, so each
        // result would be awaited before the next task is even submitted.
        let handles: Vec<Handle<R>> = inputs
            .into_iter()
            .map(|input| {
                let f = Arc::clone(&f);
                self.submit(move || f(input))
            })
            .collect();
        // The order comes from the handles and not from who is ready first.
        handles
            .into_iter()
            .map(|handle| handle.result().unwrap_or_else(|p| panic::resume_unwind(p)))
            .collect()
    }
}

impl Drop for ThreadPool {
    /// Returns only when every submitted task is done and every worker has ended.
    fn drop(&mut self) {
        // First close the channel, then join. The other way round is a deadlock: the workers
        // would wait for a job that can still come, and this thread would wait for them.
        drop(self.jobs.take());
        for worker in self.workers.drain(..) {
            worker.join().expect("every panic of a task is caught");
        }
    }
}

/// A worker's life: a job at a time, until the channel is closed and empty.
fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        // The guard has no name, so the lock opens at the end of this statement, before the job
        // begins.
        //
        // Rejected: `while let Ok(job) = queue.lock().unwrap().recv() { job() }`. It looks the
        // same, but what `while let` looks at lives until the end of the loop's body: the lock
        // would be held during the job, and the workers would work one after the other.
        let job = queue.lock().expect("no job runs under this lock").recv();
        match job {
            Ok(job) => job(),
            // An error means closed *and* empty: jobs sent before the close still arrive.
            Err(_) => return,
        }
    }
}

/// What `submit` returns: the promise of one result.
pub struct Handle<T> {
    /// A channel for a single message. Waiting for it costs nothing, and it needs no lock.
    outcome: Receiver<thread::Result<T>>,
}

impl<T> Handle<T> {
    /// Waits for the task: `Ok` with what it returned, `Err` with what it panicked with.
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("every job sends one result")
    }
}
