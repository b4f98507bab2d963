//! The threads send their numbers when they have slept, and they are appended as they arrive.

#[derive(Debug)]
pub struct Account {
    balance: Mutex<u64>,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Account {
            balance: Mutex::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let mut b = self.balance.lock().unwrap();
        if *b >= amount {
            *b -= amount;
            true
        } else {
            false
        }
    }
    pub fn balance(&self) -> u64 {
        *self.balance.lock().unwrap()
    }
}
#[derive(Debug, Default)]
pub struct ResultList {
    list: Mutex<Vec<u64>>,
}
impl ResultList {
    pub fn append(&self, result: u64) {
        self.list.lock().unwrap().push(result);
    }
    pub fn results(&self) -> Vec<u64> {
        self.list.lock().unwrap().clone()
    }
}
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
#[derive(Debug, Default)]
pub struct Counter {
    v: AtomicU64,
}
impl Counter {
    pub fn add(&self, n: u64) {
        for _ in 0..1 {
            self.v.fetch_add(n, Ordering::Release);
        }
    }
    pub fn value(&self) -> u64 {
        self.v.load(Ordering::Acquire)
    }
}
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    // sent when done, appended by the receiver in order of arrival
    let (tx, rx) = sync_channel(seconds.len());
    let list = ResultList::default();
    for &s in seconds {
        let tx = tx.clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(s));
            tx.send(s).unwrap();
        });
    }
    drop(tx);
    for s in rx {
        list.append(s);
    }
    list.results()
}
