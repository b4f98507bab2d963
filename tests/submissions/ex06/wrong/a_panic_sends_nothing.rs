//! Believes that every task sends its result: one that panics dies with the result unsent.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! an_error_surfaces_when_its_result_is_fetched = "panicked"
//! map_answers_in_input_order = "panicked"
//! a_result_survives_looks_and_time_outs = "panicked"
//! as_completed_answers_in_the_order_of_finishing = "wrong"
//! no_result_is_lost_or_doubled = "wrong"
//! ```

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
    let (sender, outcome) = mpsc::channel();
    let thread = thread::spawn(move || {
        let _ = sender.send(Ok(task()));
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
        match self.outcome.recv_timeout(limit) {
            Err(RecvTimeoutError::Timeout) => Err(self),
            other => Ok(other.expect("the task sends one result")),
        }
    }
}
