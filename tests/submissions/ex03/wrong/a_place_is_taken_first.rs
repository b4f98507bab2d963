//! Takes a place in the list with `fetch_add`, which is atomic, and fills it in a second step.
//!
//! Who looks in between sees a 0 that nobody has appended.
//!
//! ```toml
//! others = "passed"
//! every_result_is_kept = "race"
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
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = Arc::new(ResultList::default());
    let mut handles = vec![];
    for &s in seconds {
        let list = Arc::clone(&list);
        handles.push(thread::spawn(move || {
            thread::sleep(Duration::from_secs(s));
            list.append(s);
        }));
    }
    for h in handles {
        h.join().unwrap();
    }
    list.results()
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
use std::sync::atomic::{AtomicUsize, Ordering};
#[derive(Debug, Default)]
pub struct ResultList {
    next: AtomicUsize,
    list: Mutex<Vec<u64>>,
}
impl ResultList {
    pub fn append(&self, result: u64) {
        let at = self.next.fetch_add(1, Ordering::SeqCst);
        let mut l = self.list.lock().unwrap();
        if l.len() <= at {
            l.resize(at + 1, 0);
        }
        l[at] = result;
    }
    pub fn results(&self) -> Vec<u64> {
        self.list.lock().unwrap().clone()
    }
}
