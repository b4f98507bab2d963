//! Believes that an error in a task is an error of whoever asks: unwraps what `join` gives.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_error_surfaces_when_its_result_is_fetched = "panicked"
//! map_answers_in_input_order = "panicked"
//! a_result_survives_looks_and_time_outs = "panicked"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! no_result_is_lost_or_doubled = "wrong"
//! ```

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        Ok(self.thread.join().unwrap())
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        match self.ended.recv_timeout(limit) {
            Err(RecvTimeoutError::Timeout) => Err(self),
            Err(RecvTimeoutError::Disconnected) => Ok(self.result()),
        }
    }
}
