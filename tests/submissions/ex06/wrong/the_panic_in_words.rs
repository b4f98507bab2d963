//! Replaces what the task panicked with by a text of its own.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_error_surfaces_when_its_result_is_fetched = "wrong"
//! a_result_survives_looks_and_time_outs = "wrong"
//! ```

use std::any::Any;

fn in_words(_: Box<dyn Any + Send>) -> Box<dyn Any + Send> {
    Box::new("the task panicked".to_owned())
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        self.thread.join().map_err(in_words)
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        match self.ended.recv_timeout(limit) {
            Err(RecvTimeoutError::Timeout) => Err(self),
            Err(RecvTimeoutError::Disconnected) => Ok(self.result()),
        }
    }
}
