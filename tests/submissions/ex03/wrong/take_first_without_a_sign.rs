//! Takes out first and gives back what was too much; a balance below 0 is huge, so another
//! withdrawal is paid from it.
//!
//! ```toml
//! others = "passed"
//! the_account_is_never_overdrawn = "race"
//! ```

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
#[derive(Debug, Default)]
pub struct Counter {
    n: Mutex<u64>,
}
impl Counter {
    pub fn add(&self, n: u64) {
        *self.n.lock().unwrap() += n;
    }
    pub fn value(&self) -> u64 {
        *self.n.lock().unwrap()
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
    balance: AtomicU64,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            balance: AtomicU64::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let before = self.balance.fetch_sub(amount, Ordering::SeqCst);
        if before < amount {
            self.balance.fetch_add(amount, Ordering::SeqCst);
            return false;
        }
        true
    }
    pub fn balance(&self) -> u64 {
        self.balance.load(Ordering::SeqCst)
    }
}
