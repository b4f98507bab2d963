//! Atomic numbers, each changed by one operation that cannot be divided.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {
    value: AtomicU64,
}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        self.value.fetch_add(n, Ordering::SeqCst);
    }
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        self.value.load(Ordering::SeqCst)
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
    let list = ResultList::default();
    thread::scope(|scope| {
        for &number in seconds {
            let list = &list;
            scope.spawn(move || {
                thread::sleep(Duration::from_secs(number));
                list.append(number);
            });
        }
    });
    list.results()
}

/// An account that is never overdrawn.
#[derive(Debug)]
pub struct Account {
    balance: AtomicU64,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        Self {
            balance: AtomicU64::new(balance),
        }
    }
    /// Takes `amount` out if the balance covers it.
    pub fn withdraw(&self, amount: u64) -> bool {
        self.balance
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |balance| {
                balance.checked_sub(amount)
            })
            .is_ok()
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        self.balance.load(Ordering::SeqCst)
    }
}
