//! Believes that a handle whose time is over is of no use any more.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "wrong"
//! ```

impl<T> Handle<T> {
    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let Self { thread, ended } = self;
        if ended.recv_timeout(limit) == Err(RecvTimeoutError::Disconnected) {
            return Ok(thread.join());
        }
        let (_, ended) = mpsc::channel();
        Err(Handle { thread, ended })
    }
}
