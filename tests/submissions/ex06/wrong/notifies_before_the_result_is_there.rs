//! Believes that a notification is remembered: wakes those who wait, and then stores what they wait for.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! submitted_tasks_run_at_once = "deadlock"
//! map_answers_in_input_order = "deadlock"
//! a_result_survives_looks_and_time_outs = "wrong"
//! as_completed_answers_in_the_order_of_finishing = "deadlock"
//! no_result_is_lost_or_doubled = "deadlock"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard};

/// What a task and those who wait for it share.
struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    result: Option<thread::Result<T>>,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
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
    let state = Mutex::new(State { result: None });
    let changed = Condvar::new();
    let shared = Arc::new(Shared { state, changed });
    let theirs = Arc::clone(&shared);
    thread::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(task));
        theirs.changed.notify_all();
        theirs.lock().result = Some(result);
    });
    Handle { shared }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        let state = self.shared.lock();
        let is_empty = |state: &mut State<T>| state.result.is_none();
        let mut state = self.shared.changed.wait_while(state, is_empty).unwrap();
        state.result.take().expect("somebody has filled it")
    }

    /// Whether the result is there.
    pub fn done(&self) -> bool {
        self.shared.lock().result.is_some()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let state = self.shared.lock();
        let is_empty = |state: &mut State<T>| state.result.is_none();
        let changed = &self.shared.changed;
        let (mut state, _) = changed.wait_timeout_while(state, limit, is_empty).unwrap();
        let result = state.result.take();
        drop(state);
        result.ok_or(self)
    }
}
