//! Asks `done` every millisecond until the time is over.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "wrong"
//! ```

use std::time::Instant;

impl<T> Handle<T> {
    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let start = Instant::now();
        while !self.done() {
            if start.elapsed() >= limit {
                return Err(self);
            }
            thread::sleep(Duration::from_millis(1));
        }
        Ok(self.result())
    }
}
