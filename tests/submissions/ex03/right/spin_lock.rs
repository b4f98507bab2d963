//! A lock of its own: whoever swaps the flag up is inside, the others yield until it is down.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

#[derive(Debug, Default)]
struct SpinLock {
    /// True while a thread is inside.
    locked: AtomicBool,
}

impl SpinLock {
    fn with<T>(&self, work: impl FnOnce() -> T) -> T {
        while self.locked.swap(true, Ordering::Acquire) {
            thread::yield_now();
        }
        let value = work();
        self.locked.store(false, Ordering::Release);
        value
    }
}

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {
    lock: SpinLock,
    value: AtomicU64,
}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        self.lock.with(|| {
            let seen = self.value.load(Ordering::Relaxed);
            self.value.store(seen + n, Ordering::Relaxed);
        });
    }
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        self.lock.with(|| self.value.load(Ordering::Relaxed))
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
    lock: SpinLock,
    balance: AtomicU64,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        Self {
            lock: SpinLock::default(),
            balance: AtomicU64::new(balance),
        }
    }
    /// Takes `amount` out if the balance covers it.
    pub fn withdraw(&self, amount: u64) -> bool {
        self.lock.with(|| {
            let balance = self.balance.load(Ordering::Relaxed);
            let covered = balance >= amount;
            if covered {
                self.balance.store(balance - amount, Ordering::Relaxed);
            }
            covered
        })
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        self.lock.with(|| self.balance.load(Ordering::Relaxed))
    }
}
