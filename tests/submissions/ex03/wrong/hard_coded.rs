//! Gives the answers of the lesson, whatever it is asked.
//!
//! ```toml
//! others = "wrong"
//! ```

/// Counts visits, while several threads add to it.
#[derive(Debug, Default)]
pub struct Counter {}

impl Counter {
    /// Adds `n`.
    pub fn add(&self, _n: u64) {}
    /// All that has been added so far.
    pub fn value(&self) -> u64 {
        3
    }
}

/// The `ResultList` of the Python lesson.
#[derive(Debug, Default)]
pub struct ResultList {}

impl ResultList {
    /// Puts `result` at the end.
    pub fn append(&self, _result: u64) {}
    /// A copy of everything appended so far.
    pub fn results(&self) -> Vec<u64> {
        vec![10, 20, 30]
    }
}

/// Sleeps in one thread for each number; returns them in the order of completion.
pub fn do_threaded_tasks(_seconds: &[u64]) -> Vec<u64> {
    vec![1, 2, 3]
}

/// An account that is never overdrawn.
#[derive(Debug)]
pub struct Account {}

impl Account {
    /// An account that holds `balance`.
    pub fn new(_balance: u64) -> Self {
        Self {}
    }
    /// Takes `amount` out if the balance covers it.
    pub fn withdraw(&self, amount: u64) -> bool {
        amount <= 100
    }
    /// What is left.
    pub fn balance(&self) -> u64 {
        40
    }
}
