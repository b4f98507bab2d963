//! Believes that whoever is woken has been notified: `if` around a wait.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "panicked"
//! no_result_is_lost_or_doubled = "race"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard};

/// What a task and those who wait for it share.
struct Shared<T> {
    state: Mutex<Option<thread::Result<T>>>,
    changed: Condvar,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, Option<thread::Result<T>>> {
        self.state.lock().expect("nobody panics under this lock")
    }
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
    let state = Mutex::new(None);
    let changed = Condvar::new();
    let shared = Arc::new(Shared { state, changed });
    let theirs = Arc::clone(&shared);
    thread::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(task));
        *theirs.lock() = Some(result);
        theirs.changed.notify_all();
    });
    Handle { shared }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        let mut state = self.shared.lock();
        if state.is_none() {
            state = self.shared.changed.wait(state).unwrap();
        }
        state.take().expect("somebody has filled it")
    }

    /// Whether the result is there.
    pub fn done(&self) -> bool {
        self.shared.lock().is_some()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let mut state = self.shared.lock();
        if state.is_none() {
            state = self.shared.changed.wait_timeout(state, limit).unwrap().0;
        }
        let result = state.take();
        drop(state);
        result.ok_or(self)
    }
}
