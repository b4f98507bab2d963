//! Says that the task is over, and only then puts the result where it belongs.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "race"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

/// What `submit` returns: the way by which the result comes.
pub struct Handle<T> {
    over: Arc<AtomicBool>,
    outcome: Receiver<thread::Result<T>>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (sender, outcome) = mpsc::channel();
    let over = Arc::new(AtomicBool::new(false));
    let is_over = Arc::clone(&over);
    thread::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(task));
        is_over.store(true, Ordering::SeqCst);
        let _ = sender.send(result);
    });
    Handle { over, outcome }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        self.outcome.recv().expect("the task sends one result")
    }

    /// Whether the task has said that it is over.
    pub fn done(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        self.outcome.recv_timeout(limit).map_err(|_| self)
    }
}
