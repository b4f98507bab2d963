//! Looking at the balance stores what was seen.
//!
//! ```toml
//! others = "passed"
//! the_account_is_never_overdrawn = "race"
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
        self.b
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |b| b.checked_sub(a))
            .is_ok()
    }
    pub fn balance(&self) -> u64 {
        let b = self.b.load(Ordering::SeqCst);
        self.b.store(b, Ordering::SeqCst);
        b
    }
}

const NOT_POISONED: &str = "nothing panics while it holds this lock";
