//! An RwLock around each value, and named threads from thread::Builder.

use std::sync::{Arc, RwLock};
use std::thread;
use std::time::Duration;

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {
    value: RwLock<u64>,
}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        let mut value = self.value.write().unwrap();
        *value += n;
    }
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        *self.value.read().unwrap()
    }
}

/// The `ResultList` of the Python lesson.
#[derive(Debug, Default, Clone)]
pub struct ResultList {
    results: Arc<RwLock<Vec<u64>>>,
}

impl ResultList {
    /// Puts `result` at the end.
    pub fn append(&self, result: u64) {
        self.results.write().unwrap().push(result);
    }
    /// A copy of everything appended so far.
    pub fn results(&self) -> Vec<u64> {
        self.results.read().unwrap().to_vec()
    }
}

/// Sleeps in one thread for each number; returns them in the order of completion.
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    let handles: Vec<_> = seconds
        .iter()
        .map(|&number| {
            let list = list.clone();
            thread::Builder::new()
                .name(format!("sleeper of {number} s"))
                .spawn(move || {
                    thread::sleep(Duration::from_secs(number));
                    list.append(number);
                })
                .unwrap()
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    list.results()
}

/// An account that is never overdrawn.
#[derive(Debug)]
pub struct Account {
    balance: RwLock<u64>,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        Self {
            balance: RwLock::new(balance),
        }
    }
    /// Takes `amount` out if the balance covers it.
    pub fn withdraw(&self, amount: u64) -> bool {
        let mut balance = self.balance.write().unwrap();
        let covered = *balance >= amount;
        if covered {
            *balance -= amount;
        }
        covered
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        *self.balance.read().unwrap()
    }
}
