//! Exercise 03, solved: state that threads share, each piece behind one lock that owns it.

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {
    // `AtomicU64` with `fetch_add` is as right and shorter. A `Mutex` is shown, because it goes on
    // working when the state grows beyond one number.
    value: Mutex<u64>,
}

impl Counter {
    /// Adds `n`, and loses nothing of what other threads add meanwhile.
    pub fn add(&self, n: u64) {
        // One statement, one guard: reading, adding and writing happen under the same lock.
        //
        // Rejected: `let seen = self.value(); *self.value.lock()... = seen + n;`. It locks twice,
        // and another thread may add between the two: its update is then overwritten.
        *self.value.lock().expect(NOT_POISONED) += n;
    }

    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        *self.value.lock().expect(NOT_POISONED)
    }
}

/// A list that several threads append to: Python's `ResultList`, except that here the lock owns
/// the list, so that no method can forget to take it.
#[derive(Debug, Default)]
pub struct ResultList {
    results: Mutex<Vec<u64>>,
}

impl ResultList {
    /// Puts `result` at the end.
    pub fn append(&self, result: u64) {
        self.results.lock().expect(NOT_POISONED).push(result);
    }

    /// A copy of everything appended so far, first come first.
    ///
    /// Rejected: returning the guard. The caller would then hold the lock for as long as it
    /// likes, and every thread that appends would wait for it.
    pub fn results(&self) -> Vec<u64> {
        self.results.lock().expect(NOT_POISONED).clone()
    }
}

/// Stands in for a download or a query: takes its time, then has a result.
fn slow(seconds: u64) -> u64 {
    thread::sleep(Duration::from_secs(seconds));
    seconds
}

/// Starts a thread for each number; it sleeps for so many seconds, then appends the number
/// to a list they all share. Returns that list when all are done: first to finish, first in it.
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let list = ResultList::default();
    // The scope joins every thread before it returns, which is why they may borrow `list`. With
    // `thread::spawn` each would need an `Arc` clone, and the joins would be ours to remember.
    thread::scope(|scope| {
        for &number in seconds {
            let list = &list;
            // `append` is called only once `slow` has returned, so nobody sleeps with the lock.
            //
            // Rejected: a bare `Mutex<Vec<u64>>` and `list.lock().unwrap().push(slow(number))`.
            // Rust evaluates the receiver before the argument, so the lock would be held through
            // the sleep, and five threads would take five times as long.
            scope.spawn(move || list.append(slow(number)));
        }
    });
    list.results()
}

/// An account that is never overdrawn, however many threads withdraw from it.
#[derive(Debug)]
pub struct Account {
    balance: Mutex<u64>,
}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        Self {
            balance: Mutex::new(balance),
        }
    }

    /// If the balance covers `amount`, takes it out and returns true; otherwise changes nothing.
    pub fn withdraw(&self, amount: u64) -> bool {
        // The guard has a name, so it lives to the end of the function: what the check finds out
        // is still true when the subtraction acts on it.
        //
        // Rejected: `if self.balance() >= amount { *self.balance.lock()... -= amount }`. Both
        // threads can see 100 before either takes 60. Rejected too: taking the money first and
        // giving it back if there was not enough. Nobody is overdrawn in the end, but a third
        // thread that looks in between is refused money that is there.
        let mut balance = self.balance.lock().expect(NOT_POISONED);
        if *balance < amount {
            return false;
        }
        *balance -= amount;
        true
    }

    /// What is left.
    pub fn balance(&self) -> u64 {
        *self.balance.lock().expect(NOT_POISONED)
    }
}

/// A lock is poisoned by a thread that panics while it holds the guard; no guard of this file
/// lives across anything that panics.
const NOT_POISONED: &str = "nothing panics while it holds this lock";
