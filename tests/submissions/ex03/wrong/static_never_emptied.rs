//! Keeps the results in a static, where the next call finds those of the last one.
//!
//! ```toml
//! others = "passed"
//! results_come_in_the_order_of_completion = "wrong"
//! ```

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

static RESULTS: Mutex<Vec<u64>> = Mutex::new(Vec::new());

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
    thread::scope(|scope| {
        for &number in seconds {
            scope.spawn(move || {
                thread::sleep(Duration::from_secs(number));
                RESULTS.lock().unwrap().push(number);
            });
        }
    });
    RESULTS.lock().unwrap().clone()
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
        let mut balance = self.balance.lock().unwrap();
        if *balance < amount {
            return false;
        }
        *balance -= amount;
        true
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        *self.balance.lock().unwrap()
    }
}
