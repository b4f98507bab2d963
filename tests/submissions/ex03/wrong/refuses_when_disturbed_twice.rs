//! Refuses a withdrawal that was disturbed twice.
//!
//! ```toml
//! others = "passed"
//! a_covered_withdrawal_is_always_paid = "race"
//! ```

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
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

pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    thread::scope(|scope| {
        for &number in seconds {
            let list = &list;
            scope.spawn(move || list.append(slow(number)));
        }
    });
    list.results()
}

#[derive(Debug)]
pub struct Account {
    b: AtomicU64,
}

impl Account {
    pub fn new(b: u64) -> Self {
        Self {
            b: AtomicU64::new(b),
        }
    }
    pub fn withdraw(&self, a: u64) -> bool {
        for _ in 0..2 {
            let b = self.b.load(Ordering::SeqCst);
            if b < a {
                return false;
            }
            if self
                .b
                .compare_exchange(b, b - a, Ordering::SeqCst, Ordering::SeqCst)
                .is_ok()
            {
                return true;
            }
        }
        false
    }
    pub fn balance(&self) -> u64 {
        self.b.load(Ordering::SeqCst)
    }
}

const NOT_POISONED: &str = "nothing panics while it holds this lock";
