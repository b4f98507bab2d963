//! Empties one static list at the start of each call.
//!
//! ```toml
//! others = "passed"
//! results_come_in_the_order_of_completion = "wrong"
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
        *self.value.lock().expect(NOT_POISONED) += n;
    }

    pub fn value(&self) -> u64 {
        *self.value.lock().expect(NOT_POISONED)
    }
}

#[derive(Debug, Default)]
pub struct ResultList {
    results: Mutex<Vec<u64>>,
}

impl ResultList {
    pub fn append(&self, result: u64) {
        self.results.lock().expect(NOT_POISONED).push(result);
    }

    pub fn results(&self) -> Vec<u64> {
        self.results.lock().expect(NOT_POISONED).clone()
    }
}

fn slow(seconds: u64) -> u64 {
    thread::sleep(Duration::from_secs(seconds));
    seconds
}

static LIST: Mutex<Vec<u64>> = Mutex::new(Vec::new());
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    LIST.lock().unwrap().clear();
    thread::scope(|s| {
        for &n in seconds {
            s.spawn(move || {
                let n = slow(n);
                LIST.lock().unwrap().push(n)
            });
        }
    });
    LIST.lock().unwrap().clone()
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
        let mut balance = self.balance.lock().expect(NOT_POISONED);
        if *balance < amount {
            return false;
        }
        *balance -= amount;
        true
    }

    pub fn balance(&self) -> u64 {
        *self.balance.lock().expect(NOT_POISONED)
    }
}

const NOT_POISONED: &str = "nothing panics while it holds this lock";
