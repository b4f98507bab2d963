//! Believes that `recv_timeout` has one error only.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "wrong"
//! ```

impl<T> Handle<T> {
    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        if self.ended.recv_timeout(limit).is_err() {
            return Err(self);
        }
        Ok(self.thread.join())
    }
}
