//! The account is one atomic; threads are free ones with an Arc each.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
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
    let list = Arc::new(ResultList::default());
    let mut threads = Vec::with_capacity(seconds.len());
    for &n in seconds {
        let list = Arc::clone(&list);
        threads.push(thread::spawn(move || {
            thread::sleep(Duration::from_secs(n));
            list.append(n);
        }));
    }
    for thread in threads {
        thread
            .join()
            .expect("a thread that sleeps and appends does not panic");
    }
    list.results()
}
#[derive(Debug)]
pub struct Account {
    balance: AtomicU64,
}

impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            balance: AtomicU64::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let (set, fetch) = (Ordering::AcqRel, Ordering::Acquire);
        let take = |balance: u64| balance.checked_sub(amount);
        self.balance.fetch_update(set, fetch, take).is_ok()
    }
    pub fn balance(&self) -> u64 {
        self.balance.load(Ordering::Acquire)
    }
}
