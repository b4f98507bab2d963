//! A lock that is served in the order of tickets; whoever is not served yields.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::*};
use std::thread;
use std::time::Duration;
#[derive(Debug, Default)]
struct Ticket {
    next: AtomicUsize,
    serving: AtomicUsize,
}
struct Turn<'a>(&'a Ticket);
impl Ticket {
    fn lock(&self) -> Turn<'_> {
        let my = self.next.fetch_add(1, Relaxed);
        while self.serving.load(Acquire) != my {
            std::hint::spin_loop();
            thread::yield_now();
        }
        Turn(self)
    }
}
impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.serving.fetch_add(1, Release);
    }
}
#[derive(Debug, Default)]
pub struct Counter {
    t: Ticket,
    n: AtomicU64,
}
impl Counter {
    pub fn add(&self, n: u64) {
        let _turn = self.t.lock();
        self.n.store(self.n.load(Relaxed) + n, Relaxed)
    }
    pub fn value(&self) -> u64 {
        let _turn = self.t.lock();
        self.n.load(Relaxed)
    }
}
#[derive(Debug, Default)]
pub struct ResultList {
    m: Mutex<Option<Vec<u64>>>,
}
impl ResultList {
    pub fn append(&self, result: u64) {
        self.m
            .lock()
            .unwrap()
            .get_or_insert_with(Vec::new)
            .push(result)
    }
    pub fn results(&self) -> Vec<u64> {
        self.m.lock().unwrap().clone().unwrap_or_default()
    }
}
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = std::sync::Arc::new(ResultList::default());
    let hs = seconds
        .iter()
        .map(|s| *s)
        .map(|s| {
            let list = list.clone();
            thread::spawn(move || {
                thread::park_timeout(Duration::ZERO);
                thread::sleep(Duration::from_secs(s));
                list.append(s)
            })
        })
        .collect::<Vec<_>>();
    hs.into_iter()
        .map(|h| h.join())
        .collect::<Result<(), _>>()
        .unwrap();
    list.results()
}
#[derive(Debug)]
pub struct Account {
    t: Ticket,
    b: AtomicU64,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            t: Default::default(),
            b: AtomicU64::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let _turn = self.t.lock();
        let b = self.b.load(Relaxed);
        if b < amount {
            return false;
        }
        self.b.store(b - amount, Relaxed);
        true
    }
    pub fn balance(&self) -> u64 {
        let _turn = self.t.lock();
        self.b.load(Relaxed)
    }
}
