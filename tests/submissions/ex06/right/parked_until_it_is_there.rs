//! The result lies in a `OnceLock`, and whoever waits for it parks until the task unparks it.
//!
//! ```toml
//! base = "solution"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock};
use std::thread::Thread;
use std::time::Instant;

struct Shared<T> {
    result: Mutex<Option<thread::Result<T>>>,
    over: OnceLock<()>,
    waiting: Mutex<Option<Thread>>,
}

/// What `submit` returns.
pub struct Handle<T> {
    shared: Arc<Shared<T>>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let shared = Arc::new(Shared {
        result: Mutex::new(None),
        over: OnceLock::new(),
        waiting: Mutex::new(None),
    });
    let theirs = Arc::clone(&shared);
    thread::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(task));
        *theirs.result.lock().unwrap() = Some(result);
        let _ = theirs.over.set(());
        let waiting = theirs.waiting.lock().unwrap().take();
        if let Some(thread) = waiting {
            thread.unpark();
        }
    });
    Handle { shared }
}

impl<T> Handle<T> {
    fn take(&self) -> Option<thread::Result<T>> {
        self.shared.result.lock().unwrap().take()
    }

    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        *self.shared.waiting.lock().unwrap() = Some(thread::current());
        while !self.done() {
            thread::park();
        }
        self.take().expect("the task is over")
    }

    /// Whether the task is over.
    pub fn done(&self) -> bool {
        self.shared.over.get().is_some()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let start = Instant::now();
        *self.shared.waiting.lock().unwrap() = Some(thread::current());
        while !self.done() {
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(self);
            }
            thread::park_timeout(left);
        }
        self.take().ok_or(self)
    }
}
