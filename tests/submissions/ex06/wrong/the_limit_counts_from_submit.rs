//! Takes the limit for the time that the task may take, and not for the time that one waits.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_result_survives_looks_and_time_outs = "wrong"
//! ```

use std::time::Instant;

/// What `submit` returns.
pub struct Handle<T> {
    thread: JoinHandle<T>,
    ended: Receiver<Infallible>,
    since: Instant,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (running, ended) = mpsc::channel();
    let since = Instant::now();
    let thread = thread::spawn(move || {
        let _running = running;
        task()
    });
    Handle {
        thread,
        ended,
        since,
    }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        self.thread.join()
    }

    /// Whether the task is over.
    pub fn done(&self) -> bool {
        self.thread.is_finished()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let left = limit.saturating_sub(self.since.elapsed());
        match self.ended.recv_timeout(left) {
            Err(RecvTimeoutError::Timeout) => Err(self),
            Err(RecvTimeoutError::Disconnected) => Ok(self.thread.join()),
        }
    }
}
