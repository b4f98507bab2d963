//! Each type holds its state in a struct of its own behind one lock, reached by one method.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;
/// Works on what a lock guards, and opens the lock again.
fn with<T, R>(lock: &Mutex<T>, work: impl FnOnce(&mut T) -> R) -> R {
    // A thread that panicked has left a number or a list, and either is whole.
    let mut guard = lock
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    work(&mut guard)
}

#[derive(Debug, Default)]
pub struct Counter {
    value: Mutex<u64>,
}

impl Counter {
    pub fn add(&self, n: u64) {
        with(&self.value, |value| *value += n);
    }
    pub fn value(&self) -> u64 {
        with(&self.value, |value| *value)
    }
}

#[derive(Debug, Default)]
pub struct ResultList {
    items: Mutex<Vec<u64>>,
}

impl ResultList {
    pub fn append(&self, result: u64) {
        with(&self.items, |items| items.push(result));
    }
    pub fn results(&self) -> Vec<u64> {
        with(&self.items, |items| items.clone())
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
        with(&self.balance, |balance| match *balance {
            enough if enough >= amount => {
                *balance = enough - amount;
                true
            }
            _ => false,
        })
    }
    pub fn balance(&self) -> u64 {
        with(&self.balance, |balance| *balance)
    }
}
