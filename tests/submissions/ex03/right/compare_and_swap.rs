//! Loops of compare_exchange: try again if somebody was faster.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {
    value: AtomicUsize,
}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        let mut seen = self.value.load(Ordering::Relaxed);
        loop {
            let next = seen + n as usize;
            match self
                .value
                .compare_exchange(seen, next, Ordering::AcqRel, Ordering::Relaxed)
            {
                Ok(_) => return,
                Err(now) => seen = now,
            }
        }
    }
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        self.value.load(Ordering::Acquire) as u64
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
        let mut seen = self.balance.load(Ordering::Acquire);
        while seen >= amount {
            match self.balance.compare_exchange_weak(
                seen,
                seen - amount,
                Ordering::AcqRel,
                Ordering::Acquire,
            ) {
                Ok(_) => return true,
                Err(now) => seen = now,
            }
        }
        false
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        self.balance.load(Ordering::Acquire)
    }
}
