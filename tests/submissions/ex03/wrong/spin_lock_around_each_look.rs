//! A right spin lock around each look at a flag and each change of it, but not around both.
//!
//! ```toml
//! others = "passed"
//! no_update_is_lost = "race"
//! ```

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A flag that is looked at and changed behind a right spin lock.
#[derive(Debug, Default)]
struct Guarded {
    busy: AtomicBool,
    raised: AtomicBool,
}

impl Guarded {
    fn alone<T>(&self, body: impl FnOnce() -> T) -> T {
        while self.busy.swap(true, Ordering::SeqCst) {
            thread::yield_now();
        }
        let value = body();
        self.busy.store(false, Ordering::SeqCst);
        value
    }
    /// A lock of two steps: looks until it is down, then raises it.
    fn lock(&self) {
        while self.alone(|| self.raised.load(Ordering::SeqCst)) {
            thread::yield_now();
        }
        self.alone(|| self.raised.store(true, Ordering::SeqCst));
    }
    fn unlock(&self) {
        self.alone(|| self.raised.store(false, Ordering::SeqCst));
    }
}

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {
    outer: Guarded,
    inner: Guarded,
    value: AtomicU64,
}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        self.outer.lock();
        self.inner.lock();
        let seen = self.value.load(Ordering::SeqCst);
        self.value.store(seen + n, Ordering::SeqCst);
        self.inner.unlock();
        self.outer.unlock();
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
