//! Leaves room for as many results as the lesson has threads.
//!
//! A list of at most three results.
//!
//! ```toml
//! others = "passed"
//! every_result_is_kept = "wrong"
//! results_come_in_the_order_of_completion = "wrong"
//! nobody_sleeps_with_the_lock_held = "wrong"
//! ```

use std::sync::Mutex;
use std::thread;
use std::time::Duration;
#[derive(Debug, Default)]
pub struct Counter {
    value: Mutex<u64>,
}

impl Counter {
    pub fn add(&self, n: u64) {
        *self.value.lock().unwrap() += n;
    }
    pub fn value(&self) -> u64 {
        *self.value.lock().unwrap()
    }
}

#[derive(Debug, Default)]
pub struct ResultList {
    items: Mutex<Vec<u64>>,
}

impl ResultList {
    pub fn append(&self, result: u64) {
        let mut items = self.items.lock().unwrap();
        if items.len() == 3 {
            items.remove(0);
        }
        items.push(result);
    }
    pub fn results(&self) -> Vec<u64> {
        self.items.lock().unwrap().clone()
    }
}

pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    thread::scope(|scope| {
        for &n in seconds {
            let list = &list;
            scope.spawn(move || {
                thread::sleep(Duration::from_secs(n));
                list.append(n);
            });
        }
    });
    list.results()
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
        if *balance >= amount {
            *balance -= amount;
            true
        } else {
            false
        }
    }
    pub fn balance(&self) -> u64 {
        *self.balance.lock().unwrap()
    }
}
