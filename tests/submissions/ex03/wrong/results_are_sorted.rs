//! Sorts the results, because the numbers of the lesson come out sorted.
//!
//! Sorts the results before it shows them.
//!
//! ```toml
//! others = "passed"
//! every_result_is_kept = "wrong"
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
        self.items.lock().unwrap().push(result);
    }
    pub fn results(&self) -> Vec<u64> {
        let mut results = self.items.lock().unwrap().clone();
        results.sort_unstable();
        results
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
