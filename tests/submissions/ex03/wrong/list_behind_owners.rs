//! A list behind three locks that note their owner and look again whether it still is.
//!
//! ```toml
//! others = "passed"
//! every_result_is_kept = "race"
//! ```

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
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

/// A lock that notes who has it: 0 is nobody.
#[derive(Debug, Default)]
struct Owner {
    who: AtomicU64,
}

impl Owner {
    fn lock(&self, me: u64) {
        loop {
            while self.who.load(Ordering::SeqCst) != 0 {
                thread::yield_now();
            }
            self.who.store(me, Ordering::SeqCst);
            if self.who.load(Ordering::SeqCst) == me {
                return;
            }
        }
    }
    fn unlock(&self) {
        self.who.store(0, Ordering::SeqCst);
    }
}

/// The `ResultList` of the Python lesson.
#[derive(Debug, Default)]
pub struct ResultList {
    owners: [Owner; 3],
    results: Mutex<Vec<u64>>,
}

impl ResultList {
    /// Puts `result` at the end.
    pub fn append(&self, result: u64) {
        self.owners.iter().for_each(|owner| owner.lock(result + 1));
        let mut results = self.results();
        results.push(result);
        *self.results.lock().unwrap() = results;
        self.owners.iter().rev().for_each(Owner::unlock);
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
