//! Believes that a lock which a helper took is held after the helper has returned
//!
//! ```toml
//! others = "passed"
//! no_update_is_lost = "race"
//! ```

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

#[derive(Debug, Default)]
pub struct Counter {
    value: AtomicU64,
    lock: Mutex<()>,
}

impl Counter {
    fn acquire(&self) {
        let _guard = self.lock.lock().unwrap();
    }
    pub fn add(&self, n: u64) {
        self.acquire();
        self.value
            .store(self.value.load(Ordering::SeqCst) + n, Ordering::SeqCst);
    }
    pub fn value(&self) -> u64 {
        self.value.load(Ordering::SeqCst)
    }
}

#[derive(Debug, Default)]
pub struct ResultList {
    results: Mutex<Vec<u64>>,
}

impl ResultList {
    pub fn append(&self, result: u64) {
        self.results.lock().expect(NOT_POISONED).push(result);
    }

    pub fn results(&self) -> Vec<u64> {
        self.results.lock().expect(NOT_POISONED).clone()
    }
}

fn slow(seconds: u64) -> u64 {
    thread::sleep(Duration::from_secs(seconds));
    seconds
}

pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    thread::scope(|scope| {
        for &number in seconds {
            let list = &list;
            scope.spawn(move || list.append(slow(number)));
        }
    });
    list.results()
}

#[derive(Debug)]
pub struct Account {
    balance: Mutex<u64>,
}

impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            balance: Mutex::new(balance),
        }
    }

    pub fn withdraw(&self, amount: u64) -> bool {
        let mut balance = self.balance.lock().expect(NOT_POISONED);
        if *balance < amount {
            return false;
        }
        *balance -= amount;
        true
    }

    pub fn balance(&self) -> u64 {
        *self.balance.lock().expect(NOT_POISONED)
    }
}

const NOT_POISONED: &str = "nothing panics while it holds this lock";
