//! The workers know the queue as an `Arc<dyn Queue>`; it is a channel.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

pub struct ThreadPool {
    queue: Arc<dyn Queue>,
    workers: Option<Vec<JoinHandle<()>>>,
}
trait Queue: Send + Sync {
    fn put(&self, j: Job);
    fn get(&self) -> Option<Job>;
    fn close(&self);
}
struct Chan {
    tx: Mutex<Option<Sender<Job>>>,
    rx: Mutex<Receiver<Job>>,
}
impl Queue for Chan {
    fn put(&self, j: Job) {
        self.tx
            .lock()
            .unwrap()
            .as_ref()
            .expect("open")
            .send(j)
            .expect("rx lives")
    }
    fn get(&self) -> Option<Job> {
        let rx = self.rx.lock().unwrap();
        let r = rx.recv().ok();
        drop(rx);
        r
    }
    fn close(&self) {
        *self.tx.lock().unwrap() = None;
    }
}
impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let (tx, rx) = mpsc::channel();
        let queue: Arc<dyn Queue> = Arc::new(Chan {
            tx: Mutex::new(Some(tx)),
            rx: Mutex::new(rx),
        });
        let workers = (1..=max_workers)
            .map(|i| {
                let queue = Arc::clone(&queue);
                thread::Builder::new()
                    .name(format!("worker #{i}"))
                    .spawn(move || std::iter::from_fn(|| queue.get()).for_each(|j| j()))
                    .expect("no thread")
            })
            .collect();
        Self {
            queue,
            workers: Some(workers),
        }
    }
    fn enqueue(&self, job: Job) {
        self.queue.put(job)
    }
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, outcome) = mpsc::channel();
        self.enqueue(Box::new(move || {
            let _ = sender.send(panic::catch_unwind(AssertUnwindSafe(task)));
        }));
        Handle { outcome }
    }
    pub fn map<A, R, F>(&self, inputs: Vec<A>, f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let handles: Vec<Handle<R>> = inputs
            .into_iter()
            .map(|input| {
                let f = Arc::clone(&f);
                self.submit(move || f(input))
            })
            .collect();
        handles.into_iter().map(|h| h.result().unwrap()).collect()
    }
}
impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.queue.close();
        let errors = self
            .workers
            .take()
            .into_iter()
            .flatten()
            .filter_map(|w| w.join().err())
            .count();
        assert_eq!(errors, 0);
    }
}
pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
}
impl<T> Handle<T> {
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("the task sends one result")
    }
}
