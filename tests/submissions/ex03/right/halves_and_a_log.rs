//! The counter adds up its own log, and the account keeps what was paid beside what was paid in.

use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;
#[derive(Debug, Default)]
pub struct Counter {
    added: Mutex<Vec<u64>>,
}

impl Counter {
    pub fn add(&self, n: u64) {
        self.added.lock().unwrap().push(n);
    }
    pub fn value(&self) -> u64 {
        self.added.lock().unwrap().iter().sum()
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
        self.items.lock().unwrap().clone()
    }
}

pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    let start = Barrier::new(seconds.len());
    thread::scope(|scope| {
        for n in seconds.iter().copied() {
            let (list, start) = (&list, &start);
            scope.spawn(move || {
                // Nobody goes to sleep before all are up.
                start.wait();
                thread::sleep(Duration::from_secs(n));
                list.append(n);
            });
        }
    });
    list.results()
}
#[derive(Debug)]
pub struct Account {
    opened_with: u64,
    paid: Mutex<u64>,
}

impl Account {
    pub fn new(balance: u64) -> Self {
        Self {
            opened_with: balance,
            paid: Mutex::new(0),
        }
    }
    pub fn withdraw(&self, amount: u64) -> bool {
        let mut paid = self.paid.lock().unwrap();
        let covered = self.opened_with - *paid >= amount;
        if covered {
            *paid += amount;
        }
        covered
    }
    pub fn balance(&self) -> u64 {
        self.opened_with - *self.paid.lock().unwrap()
    }
}
