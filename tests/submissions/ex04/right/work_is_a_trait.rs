//! What lies in the queue is a trait object that knows how to run itself.

impl ThreadPool {
    pub fn map<A, R, F>(&self, inputs: Vec<A>, f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let handles: Vec<_> = inputs
            .into_iter()
            .map(|x| {
                let f = Arc::clone(&f);
                self.submit(move || f(x))
            })
            .collect();
        handles.into_iter().map(|h| h.result().unwrap()).collect()
    }
}
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
type Job = Box<dyn FnOnce() + Send>;
pub struct ThreadPool {
    tx: Option<Sender<Box<dyn Work>>>,
    hs: Vec<JoinHandle<()>>,
}
trait Work: Send {
    fn run(self: Box<Self>);
}
struct Typed<T, F> {
    f: F,
    reply: mpsc::SyncSender<thread::Result<T>>,
}
impl<T: Send, F: FnOnce() -> T + Send> Work for Typed<T, F> {
    fn run(self: Box<Self>) {
        let Typed { f, reply } = *self;
        let r = catch_unwind(AssertUnwindSafe(f));
        reply.send(r).ok();
    }
}
impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let (tx, rx) = mpsc::channel::<Box<dyn Work>>();
        let rx = Arc::new(Mutex::new(rx));
        let hs = (0..max_workers)
            .map(|_| {
                thread::spawn({
                    let rx = rx.clone();
                    move || {
                        while let Some(w) = {
                            let r = rx.lock().unwrap();
                            let m = r.recv();
                            m.ok()
                        } {
                            w.run();
                        }
                    }
                })
            })
            .collect();
        ThreadPool { tx: Some(tx), hs }
    }
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (reply, outcome) = mpsc::sync_channel(1);
        let w: Box<dyn Work> = Box::new(Typed { f: task, reply });
        if self.tx.as_ref().is_some_and(|t| t.send(w).is_err()) {
            panic!("pool is closed");
        }
        Handle { outcome }
    }
}
impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.tx = None;
        self.hs.drain(..).for_each(|h| {
            h.join().expect("worker does not panic");
        });
    }
}
pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
}
impl<T> Handle<T> {
    pub fn result(self) -> thread::Result<T> {
        match self.outcome.recv() {
            Ok(r) => r,
            Err(e) => Err(Box::new(e)),
        }
    }
}
