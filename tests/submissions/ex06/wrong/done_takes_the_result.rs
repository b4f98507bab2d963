//! Believes that to look into a channel leaves the message there.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "wrong"
//! no_result_is_lost_or_doubled = "race"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `submit` returns: the way by which the result comes.
pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (sender, outcome) = mpsc::channel();
    thread::spawn(move || sender.send(catch_unwind(AssertUnwindSafe(task))));
    Handle { outcome }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("the task sends one result")
    }

    /// Whether the result has come.
    pub fn done(&self) -> bool {
        self.outcome.try_recv().is_ok()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        self.outcome.recv_timeout(limit).map_err(|_| self)
    }
}
