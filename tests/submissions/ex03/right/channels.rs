//! Shares by sending: the list is what is in a channel, and a teller thread owns the balance.

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {
    value: Mutex<u64>,
}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        *self.value.lock().unwrap() += n;
    }
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        *self.value.lock().unwrap()
    }
}

/// The `ResultList` of the Python lesson.
#[derive(Debug)]
pub struct ResultList {
    sender: Sender<u64>,
    received: Mutex<(Receiver<u64>, Vec<u64>)>,
}

impl Default for ResultList {
    fn default() -> Self {
        let (sender, receiver) = mpsc::channel();
        Self {
            sender,
            received: Mutex::new((receiver, Vec::new())),
        }
    }
}

impl ResultList {
    /// Puts `result` at the end.
    pub fn append(&self, result: u64) {
        self.sender.send(result).unwrap();
    }
    /// A copy of everything appended so far.
    pub fn results(&self) -> Vec<u64> {
        let mut received = self.received.lock().unwrap();
        let (receiver, results) = &mut *received;
        results.extend(receiver.try_iter());
        results.clone()
    }
}

/// Sleeps in one thread for each number; returns them in the order of completion.
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let (sender, receiver) = mpsc::channel();
    for &number in seconds {
        let sender = sender.clone();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(number));
            sender.send(number).unwrap();
        });
    }
    // The loop ends when the last thread has dropped its sender.
    drop(sender);
    receiver.into_iter().collect()
}

enum Request {
    Withdraw(u64, Sender<bool>),
    Balance(Sender<u64>),
}

/// An account that is never overdrawn.
#[derive(Debug)]
pub struct Account {
    teller: Sender<Request>,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(mut balance: u64) -> Self {
        let (teller, requests) = mpsc::channel();
        thread::spawn(move || {
            for request in requests {
                match request {
                    Request::Withdraw(amount, answer) => {
                        let covered = balance >= amount;
                        if covered {
                            balance -= amount;
                        }
                        answer.send(covered).unwrap();
                    }
                    Request::Balance(answer) => answer.send(balance).unwrap(),
                }
            }
        });
        Self { teller }
    }
    /// Takes `amount` out if the balance covers it.
    pub fn withdraw(&self, amount: u64) -> bool {
        let (answer, paid) = mpsc::channel();
        self.teller.send(Request::Withdraw(amount, answer)).unwrap();
        paid.recv().unwrap()
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        let (answer, balance) = mpsc::channel();
        self.teller.send(Request::Balance(answer)).unwrap();
        balance.recv().unwrap()
    }
}
