//! Believes that a sleep is a wait: sleeps as long as it may, then looks.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "wrong"
//! ```

impl<T> Handle<T> {
    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        thread::sleep(limit);
        match self.done() {
            true => Ok(self.result()),
            false => Err(self),
        }
    }
}
