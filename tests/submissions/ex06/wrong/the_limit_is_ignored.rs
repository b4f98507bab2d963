//! Believes that a result late is better than none.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "wrong"
//! ```

impl<T> Handle<T> {
    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let _ = limit;
        Ok(self.result())
    }
}
