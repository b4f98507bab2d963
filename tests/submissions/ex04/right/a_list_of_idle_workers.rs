//! A job goes to a worker that is idle, through a channel made for it, or into a queue if there is none.

use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

type Job = Box<dyn FnOnce() + Send>;

pub struct ThreadPool {
    state: Arc<Mutex<State>>,
    workers: Vec<JoinHandle<()>>,
}
struct State {
    idle: VecDeque<Sender<Job>>,
    waiting: VecDeque<Job>,
    closed: bool,
}
impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let state = Arc::new(Mutex::new(State {
            idle: VecDeque::new(),
            waiting: VecDeque::new(),
            closed: false,
        }));
        let mut workers = Vec::new();
        for _ in 0..max_workers {
            let (tx, rx) = mpsc::channel::<Job>();
            state.lock().unwrap().idle.push_back(tx.clone());
            let state = Arc::clone(&state);
            workers.push(thread::spawn(move || {
                let mut own = Some(tx);
                let mut rx = rx;
                own.take();
                while let Ok(job) = rx.recv() {
                    job();
                    loop {
                        let mut s = state.lock().unwrap();
                        if let Some(next) = s.waiting.pop_front() {
                            drop(s);
                            next();
                            continue;
                        }
                        if s.closed {
                            return;
                        }
                        let (again, new_rx) = mpsc::channel();
                        s.idle.push_back(again);
                        rx = new_rx;
                        break;
                    }
                }
            }));
        }
        Self { state, workers }
    }
    fn enqueue(&self, job: Job) {
        let mut s = self.state.lock().unwrap();
        match s.idle.pop_front() {
            Some(tx) => tx.send(job).map_err(|_| "worker gone").unwrap(),
            None => s.waiting.push_back(job),
        }
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
        {
            let mut s = self.state.lock().unwrap();
            s.closed = true;
            s.idle.clear();
        }
        std::mem::take(&mut self.workers)
            .into_iter()
            .map(JoinHandle::join)
            .for_each(|r| r.unwrap());
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
