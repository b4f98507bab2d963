//! Believes that a handle makes the call concurrent.
//!
//! `submit` carries the task out itself, and the handle only holds what came of it.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! submitted_tasks_run_at_once = "wrong"
//! an_error_surfaces_when_its_result_is_fetched = "too_slow"
//! map_answers_in_input_order = "wrong"
//! a_result_survives_looks_and_time_outs = "wrong"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `submit` returns.
pub struct Handle<T> {
    outcome: thread::Result<T>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Handle {
        outcome: catch_unwind(AssertUnwindSafe(task)),
    }
}

impl<T> Handle<T> {
    /// What the task returned.
    pub fn result(self) -> thread::Result<T> {
        self.outcome
    }

    /// It is over.
    pub fn done(&self) -> bool {
        true
    }

    /// It is over.
    pub fn result_timeout(self, _limit: Duration) -> Result<thread::Result<T>, Self> {
        Ok(self.outcome)
    }
}
