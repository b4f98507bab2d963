//! The result lies in a `OnceLock`; `map` fills numbered places.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
type Job = Box<dyn FnOnce() + Send>;
use std::sync::OnceLock;
pub struct ThreadPool {
    inner: Arc<Inner>,
    hs: Vec<JoinHandle<()>>,
}
struct Inner {
    m: Mutex<Q>,
    cv: Condvar,
}
#[derive(Default)]
struct Q {
    jobs: VecDeque<Job>,
    done: bool,
}
impl ThreadPool {
    pub fn new(max_workers: usize) -> Self {
        let inner = Arc::new(Inner {
            m: Mutex::default(),
            cv: Condvar::new(),
        });
        let hs = (1..=max_workers)
            .map(|_| {
                let i = inner.clone();
                thread::spawn(move || Self::run(&i))
            })
            .collect();
        Self { inner, hs }
    }
    fn run(i: &Inner) {
        let mut q = i.m.lock().unwrap();
        loop {
            match q.jobs.pop_front() {
                Some(j) => {
                    drop(q);
                    let _ = catch_unwind(AssertUnwindSafe(j));
                    q = i.m.lock().unwrap()
                }
                None if q.done => return,
                None => q = i.cv.wait(q).unwrap(),
            }
        }
    }
    pub fn submit<T, F>(&self, task: F) -> Handle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let cell: Arc<(OnceLock<Mutex<thread::Result<T>>>, Mutex<bool>, Condvar)> =
            Arc::new((OnceLock::new(), Mutex::new(false), Condvar::new()));
        let c = cell.clone();
        let job: Job = Box::new(move || {
            let r = catch_unwind(AssertUnwindSafe(task));
            let _ = c.0.set(Mutex::new(r));
            *c.1.lock().unwrap() = true;
            c.2.notify_one();
        });
        self.inner.m.lock().unwrap().jobs.push_back(job);
        self.inner.cv.notify_one();
        Handle { cell }
    }
    pub fn map<A, R, F>(&self, inputs: Vec<A>, f: F) -> Vec<R>
    where
        A: Send + 'static,
        R: Send + 'static,
        F: Fn(A) -> R + Send + Sync + 'static,
    {
        let f = Arc::new(f);
        let slots: Arc<Vec<Mutex<Option<R>>>> =
            Arc::new(inputs.iter().map(|_| Mutex::new(None)).collect());
        let hs: Vec<Handle<()>> = inputs
            .into_iter()
            .enumerate()
            .map(|(i, a)| {
                let (f, slots) = (f.clone(), slots.clone());
                self.submit(move || {
                    let r = f(a);
                    *slots[i].lock().unwrap() = Some(r);
                })
            })
            .collect();
        for h in hs {
            h.result().unwrap();
        }
        slots
            .iter()
            .map(|s| s.lock().unwrap().take().unwrap())
            .collect()
    }
}
impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.inner.m.lock().unwrap().done = true;
        self.inner.cv.notify_all();
        for h in self.hs.drain(..) {
            h.join().unwrap()
        }
    }
}
pub struct Handle<T> {
    cell: Arc<(OnceLock<Mutex<thread::Result<T>>>, Mutex<bool>, Condvar)>,
}
impl<T> Handle<T> {
    pub fn result(self) -> thread::Result<T> {
        let mut g = self.cell.1.lock().unwrap();
        while !*g {
            g = self.cell.2.wait(g).unwrap();
        }
        drop(g);
        let m = self.cell.0.get().unwrap();
        let mut g = m.lock().unwrap();
        std::mem::replace(&mut *g, Err(Box::new("taken")))
    }
}
