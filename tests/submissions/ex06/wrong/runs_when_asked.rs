//! Believes that a task may wait until somebody wants its result.
//!
//! The handle keeps the task and starts it in `result`: a promise, but an idle one.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! submitted_tasks_run_at_once = "too_slow"
//! an_error_surfaces_when_its_result_is_fetched = "too_slow"
//! map_answers_in_input_order = "too_slow"
//! a_result_survives_looks_and_time_outs = "wrong"
//! as_completed_answers_in_the_order_of_finishing = "too_slow"
//! ```

/// What `submit` returns: a task that waits to be asked for.
pub struct Handle<T> {
    task: Box<dyn FnOnce() -> T + Send>,
    start: fn(Box<dyn FnOnce() -> T + Send>) -> JoinHandle<T>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Handle {
        task: Box::new(task),
        start: |task| thread::spawn(task),
    }
}

impl<T> Handle<T> {
    /// Starts the task and waits for it.
    pub fn result(self) -> thread::Result<T> {
        (self.start)(self.task).join()
    }

    /// Nothing has been started.
    pub fn done(&self) -> bool {
        false
    }

    /// Starts the task and waits for it.
    pub fn result_timeout(self, _limit: Duration) -> Result<thread::Result<T>, Self> {
        Ok(self.result())
    }
}
