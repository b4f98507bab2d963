//! Checks first and subtracts afterwards, so that the second thread subtracts from too little.
//!
//! ```toml
//! others = "passed"
//! the_account_is_never_overdrawn = "panicked"
//! ```

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {
    value: Mutex<u64>,
}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        *self.value.lock().unwrap() += n;
    }
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        *self.value.lock().unwrap()
    }
}

/// The `ResultList` of the Python lesson.
#[derive(Debug, Default)]
pub struct ResultList {
    results: Mutex<Vec<u64>>,
}

impl ResultList {
    /// Puts `result` at the end.
    pub fn append(&self, result: u64) {
        self.results.lock().unwrap().push(result);
    }
    /// A copy of everything appended so far.
    pub fn results(&self) -> Vec<u64> {
        self.results.lock().unwrap().clone()
    }
}

/// Sleeps in one thread for each number; returns them in the order of completion.
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = Arc::new(ResultList::default());
    let mut handles = Vec::new();
    for &number in seconds {
        let list = Arc::clone(&list);
        handles.push(thread::spawn(move || {
            thread::sleep(Duration::from_secs(number));
            list.append(number);
        }));
    }
    for handle in handles {
        handle.join().unwrap();
    }
    list.results()
}

/// An account that is never overdrawn.
#[derive(Debug)]
pub struct Account {
    balance: Mutex<u64>,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        Self {
            balance: Mutex::new(balance),
        }
    }
    /// Takes `amount` out if the balance covers it.
    pub fn withdraw(&self, amount: u64) -> bool {
        if self.balance() < amount {
            return false;
        }
        *self.balance.lock().unwrap() -= amount;
        true
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        *self.balance.lock().unwrap()
    }
}
