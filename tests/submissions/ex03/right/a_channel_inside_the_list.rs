//! Appends by sending; whoever asks for the list receives first.

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

use std::sync::mpsc::{Receiver, Sender, channel};

#[derive(Debug)]
pub struct ResultList {
    tx: Sender<u64>,
    rx: Mutex<(Receiver<u64>, Vec<u64>)>,
}

impl Default for ResultList {
    fn default() -> Self {
        let (tx, rx) = channel();
        Self {
            tx,
            rx: Mutex::new((rx, vec![])),
        }
    }
}

impl ResultList {
    pub fn append(&self, x: u64) {
        self.tx.send(x).unwrap()
    }
    pub fn results(&self) -> Vec<u64> {
        let mut g = self.rx.lock().unwrap();
        let (rx, v) = &mut *g;
        v.extend(rx.try_iter());
        v.clone()
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
