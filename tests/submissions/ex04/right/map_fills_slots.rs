//! The tasks of map fill slots, and the last one says so.

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
        use std::sync::Condvar;
        let n = inputs.len();
        let f = Arc::new(f);
        let st = Arc::new((
            Mutex::new((0, Vec::from_iter((0..n).map(|_| None::<R>)))),
            Condvar::new(),
        ));
        for (i, a) in inputs.into_iter().enumerate() {
            let (f, st) = (f.clone(), st.clone());
            drop(self.submit(move || {
                let r = f(a);
                let mut g = st.0.lock().unwrap();
                g.1[i] = Some(r);
                g.0 += 1;
                if g.0 == n {
                    st.1.notify_all();
                }
            }));
        }
        let mut g = st.1.wait_while(st.0.lock().unwrap(), |g| g.0 < n).unwrap();
        std::mem::take(&mut g.1)
            .into_iter()
            .map(Option::unwrap)
            .collect()
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
