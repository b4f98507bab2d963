//! The result itself comes through a channel, and `done` puts it aside for later.
//!
//! ```toml
//! base = "solution"
//! ```

use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `submit` returns.
pub struct Handle<T> {
    outcome: Receiver<thread::Result<T>>,
    /// What a look has found in the channel.
    seen: OnceCell<thread::Result<T>>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (sender, outcome) = mpsc::channel();
    thread::spawn(move || sender.send(catch_unwind(AssertUnwindSafe(task))));
    let seen = OnceCell::new();
    Handle { outcome, seen }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        let wait = || self.outcome.recv().expect("the task sends one result");
        self.seen.into_inner().unwrap_or_else(wait)
    }

    /// Whether the result has come.
    pub fn done(&self) -> bool {
        if self.seen.get().is_none()
            && let Ok(result) = self.outcome.try_recv()
        {
            let _ = self.seen.set(result);
        }
        self.seen.get().is_some()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(mut self, limit: Duration) -> Result<thread::Result<T>, Self> {
        match self.seen.take() {
            Some(result) => Ok(result),
            None => self.outcome.recv_timeout(limit).map_err(|_| self),
        }
    }
}
