//! A lock made of a flag and a Condvar around the account; the list is a linked one of locks.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;
#[derive(Debug, Default)]
pub struct Counter {
    value: Mutex<u64>,
}

impl Counter {
    pub fn add(&self, n: u64) {
        *self.value.lock().unwrap() += n;
    }
    pub fn value(&self) -> u64 {
        *self.value.lock().unwrap()
    }
}

#[derive(Debug, Default)]
pub struct ResultList {
    items: Mutex<Vec<u64>>,
}

impl ResultList {
    pub fn append(&self, result: u64) {
        self.items.lock().unwrap().push(result);
    }
    pub fn results(&self) -> Vec<u64> {
        self.items.lock().unwrap().clone()
    }
}

pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    thread::scope(|scope| {
        for &n in seconds {
            let list = &list;
            scope.spawn(move || {
                thread::sleep(Duration::from_secs(n));
                list.append(n);
            });
        }
    });
    list.results()
}
#[derive(Debug)]
pub struct Account {
    balance: AtomicU64,
    busy: Mutex<bool>,
    free: Condvar,
}

impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            balance: AtomicU64::new(balance),
            busy: Mutex::new(false),
            free: Condvar::new(),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let mut busy = self.busy.lock().unwrap();
        while *busy {
            busy = self.free.wait(busy).unwrap();
        }
        *busy = true;
        drop(busy);
        let balance = self.balance.load(Ordering::Relaxed);
        let covered = balance >= amount;
        if covered {
            self.balance.store(balance - amount, Ordering::Relaxed);
        }
        *self.busy.lock().unwrap() = false;
        self.free.notify_one();
        covered
    }
    pub fn balance(&self) -> u64 {
        self.balance.load(Ordering::Relaxed)
    }
}
