//! Counts under two locks, one to read and one to write; withdraws with the guard of the read lock
//! still there.
//!
//! ```toml
//! others = "passed"
//! no_update_is_lost = "race"
//! the_account_is_never_overdrawn = "deadlock"
//! a_covered_withdrawal_is_always_paid = "deadlock"
//! ```

use std::sync::{Arc, Mutex, RwLock};
use std::thread;
use std::time::Duration;
#[derive(Debug, Default)]
pub struct Counter {
    n: RwLock<u64>,
}
impl Counter {
    pub fn add(&self, n: u64) {
        let seen = *self.n.read().unwrap();
        let mut now = self.n.write().unwrap();
        *now = seen + n;
    }
    pub fn value(&self) -> u64 {
        *self.n.read().unwrap()
    }
}
#[derive(Debug, Default)]
pub struct ResultList {
    list: Mutex<Vec<u64>>,
}
impl ResultList {
    pub fn append(&self, result: u64) {
        self.list.lock().unwrap().push(result);
    }
    pub fn results(&self) -> Vec<u64> {
        self.list.lock().unwrap().clone()
    }
}
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = Arc::new(ResultList::default());
    let mut handles = Vec::new();
    for &s in seconds {
        let list = Arc::clone(&list);
        handles.push(thread::spawn(move || {
            thread::sleep(Duration::from_secs(s));
            list.append(s);
        }));
    }
    for handle in handles {
        handle.join().unwrap();
    }
    list.results()
}
#[derive(Debug)]
pub struct Account {
    balance: RwLock<u64>,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            balance: RwLock::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let balance = self.balance.read().unwrap();
        if *balance < amount {
            return false;
        }
        *self.balance.write().unwrap() -= amount;
        true
    }
    pub fn balance(&self) -> u64 {
        *self.balance.read().unwrap()
    }
}
