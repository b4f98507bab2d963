//! Believes that a channel without room is safest: the task hands its result over in person.
//!
//! Until somebody asks, the thread does not end, and `done` says so.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `submit` returns: the way by which the result comes.
pub struct Handle<T> {
    thread: JoinHandle<()>,
    outcome: Receiver<thread::Result<T>>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (sender, outcome) = mpsc::sync_channel(0);
    let thread = thread::spawn(move || {
        let _ = sender.send(catch_unwind(AssertUnwindSafe(task)));
    });
    Handle { thread, outcome }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("the task sends one result")
    }

    /// Whether the thread has ended.
    pub fn done(&self) -> bool {
        self.thread.is_finished()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        self.outcome.recv_timeout(limit).map_err(|_| self)
    }
}
