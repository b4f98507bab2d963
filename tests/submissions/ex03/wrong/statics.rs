//! Keeps everything in statics, where a second account finds the balance of the first.
//!
//! All state is in statics, which every run finds as the program begins with them.
//!
//! ```toml
//! others = "passed"
//! no_update_is_lost = "wrong"
//! every_result_is_kept = "wrong"
//! a_covered_withdrawal_is_always_paid = "wrong"
//! results_come_in_the_order_of_completion = "wrong"
//! ```

use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, RwLock};
use std::thread;
use std::time::Duration;

static HITS: AtomicUsize = AtomicUsize::new(0);
static LIST: RwLock<Vec<u64>> = RwLock::new(Vec::new());
static RESULTS: Mutex<Vec<u64>> = Mutex::new(Vec::new());
static BALANCE: LazyLock<Mutex<u64>> = LazyLock::new(|| Mutex::new(0));

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, n: u64) {
        HITS.fetch_add(n as usize, Ordering::Relaxed);
    }
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        HITS.load(Ordering::Relaxed) as u64
    }
}

/// The `ResultList` of the Python lesson.
#[derive(Debug, Default)]
pub struct ResultList {}

impl ResultList {
    /// Puts `result` at the end.
    pub fn append(&self, result: u64) {
        LIST.write().unwrap().push(result);
    }
    /// A copy of everything appended so far.
    pub fn results(&self) -> Vec<u64> {
        LIST.read().unwrap().clone()
    }
}

fn task(seconds: u64) {
    thread::sleep(Duration::from_secs(seconds));
    RESULTS.lock().unwrap().push(seconds);
}

/// Sleeps in one thread for each number; returns them in the order of completion.
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    let handles: Vec<_> = seconds
        .iter()
        .map(|&number| thread::spawn(move || task(number)))
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    // Taken out, so that the next call finds the list empty.
    mem::take(&mut *RESULTS.lock().unwrap())
}

/// An account that is never overdrawn.
#[derive(Debug)]
pub struct Account {}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        *BALANCE.lock().unwrap() = balance;
        Self {}
    }
    /// Takes `amount` out if the balance covers it.
    pub fn withdraw(&self, amount: u64) -> bool {
        let mut balance = BALANCE.lock().unwrap();
        match balance.checked_sub(amount) {
            Some(rest) => {
                *balance = rest;
                true
            }
            None => false,
        }
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        *BALANCE.lock().unwrap()
    }
}
