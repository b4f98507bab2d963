//! Believes that a handle has to wait at its end, as Python's `with` does.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! submitted_tasks_run_at_once = "too_slow"
//! map_answers_in_input_order = "too_slow"
//! ```

/// What `submit` returns.
pub struct Handle<T> {
    thread: Option<JoinHandle<T>>,
    ended: Receiver<Infallible>,
}

impl<T> Drop for Handle<T> {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (running, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        let _running = running;
        task()
    });
    Handle {
        thread: Some(thread),
        ended,
    }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(mut self) -> thread::Result<T> {
        self.thread.take().expect("it is joined once").join()
    }

    /// Whether the task is over.
    pub fn done(&self) -> bool {
        self.thread.as_ref().is_some_and(JoinHandle::is_finished)
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        match self.ended.recv_timeout(limit) {
            Err(RecvTimeoutError::Timeout) => Err(self),
            Err(RecvTimeoutError::Disconnected) => Ok(self.result()),
        }
    }
}
