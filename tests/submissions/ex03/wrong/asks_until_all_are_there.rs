//! Looks at the length of the list again and again until nobody is missing
//!
//! ```toml
//! others = "passed"
//! results_come_in_the_order_of_completion = "wrong"
//! nobody_sleeps_with_the_lock_held = "wrong"
//! ```

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

#[derive(Debug, Default)]
pub struct Counter {
    value: Mutex<u64>,
}

impl Counter {
    pub fn add(&self, n: u64) {
        *self.value.lock().expect(NOT_POISONED) += n;
    }

    pub fn value(&self) -> u64 {
        *self.value.lock().expect(NOT_POISONED)
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
    let list = std::sync::Arc::new(ResultList::default());
    for &s in seconds {
        let list = list.clone();
        thread::spawn(move || list.append(slow(s)));
    }
    while list.results().len() < seconds.len() {}
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
