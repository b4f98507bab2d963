//! Exercise 03: state that threads share. Edit only this file; the lesson is in `README.md`.

/// Task 1. Counts visits, while several threads add to it. `Counter::default()` stands at 0.
#[derive(Debug, Default)]
pub struct Counter {} // its field is yours to choose

impl Counter {
    /// Adds `n`, and loses nothing of what other threads add meanwhile.
    pub fn add(&self, n: u64) {
        todo!("Task 1: add {n}")
    }
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        todo!("Task 1")
    }
}

/// Task 2. The `ResultList` of the Python lesson. `ResultList::default()` is empty.
#[derive(Debug, Default)]
pub struct ResultList {}

impl ResultList {
    /// Puts `result` at the end.
    pub fn append(&self, result: u64) {
        todo!("Task 2: append {result}")
    }
    /// A copy of everything appended so far, first come first.
    pub fn results(&self) -> Vec<u64> {
        todo!("Task 2")
    }
}

/// Task 3. Starts a thread for each number; it sleeps for so many seconds, then appends the number
/// to a list they all share. Returns that list when all are done: first to finish, first in it.
pub fn do_threaded_tasks(seconds: &[u64]) -> Vec<u64> {
    todo!("Task 3: start {} threads", seconds.len())
}

/// Task 4. An account that is never overdrawn, however many threads withdraw from it.
#[derive(Debug)]
pub struct Account {}

impl Account {
    /// An account that holds `balance`.
    pub fn new(balance: u64) -> Self {
        todo!("Task 4: open with {balance}")
    }
    /// If the balance covers `amount`, takes it out and returns true; otherwise changes nothing.
    pub fn withdraw(&self, amount: u64) -> bool {
        todo!("Task 4: withdraw {amount}")
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        todo!("Task 4")
    }
}
