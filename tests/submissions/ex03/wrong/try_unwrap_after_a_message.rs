//! Believes that a thread that has sent its message has dropped its `Arc` too.
//!
//! ```toml
//! others = "passed"
//! every_result_is_kept = "panicked"
//! results_come_in_the_order_of_completion = "panicked"
//! nobody_sleeps_with_the_lock_held = "panicked"
//! ```

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
    let list = Arc::new(Mutex::new(Vec::new()));
    let (tx, rx) = std::sync::mpsc::channel();
    for &s in seconds {
        let list = Arc::clone(&list);
        let tx = tx.clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(s));
            list.lock().unwrap().push(s);
            tx.send(()).unwrap();
        });
    }
    for _ in seconds {
        rx.recv().unwrap();
    }
    Arc::try_unwrap(list).unwrap().into_inner().unwrap()
}
#[derive(Debug)]
pub struct Account {
    balance: Mutex<u64>,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            balance: Mutex::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let mut balance = self.balance.lock().unwrap();
        if *balance < amount {
            return false;
        }
        *balance -= amount;
        true
    }
    pub fn balance(&self) -> u64 {
        *self.balance.lock().unwrap()
    }
}
