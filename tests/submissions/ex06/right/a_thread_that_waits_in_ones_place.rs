//! A `JoinHandle` and nothing else, until somebody has a limit: then a second thread joins it and sends the result.
//!
//! ```toml
//! base = "solution"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What `submit` returns.
pub struct Handle<T>(State<T>);

enum State<T> {
    /// Nobody has had a limit yet.
    Running(
        JoinHandle<T>,
        fn(JoinHandle<T>) -> Receiver<thread::Result<T>>,
    ),
    /// Another thread waits, and sends what it gets.
    Awaited(Receiver<thread::Result<T>>),
    /// It has been there when somebody looked.
    Over(thread::Result<T>),
}

use State::{Awaited, Over, Running};

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    Handle(Running(thread::spawn(task), |thread| {
        let (sender, outcome) = mpsc::channel();
        thread::spawn(move || sender.send(thread.join()));
        outcome
    }))
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        match self.0 {
            Running(thread, _) => thread.join(),
            Awaited(outcome) => outcome.recv().expect("the other thread sends it"),
            Over(result) => result,
        }
    }

    /// Whether the task is over.
    pub fn done(&self) -> bool {
        match &self.0 {
            Running(thread, _) => thread.is_finished(),
            Awaited(_) => false,
            Over(_) => true,
        }
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let outcome = match self.0 {
            Running(thread, _) if thread.is_finished() => return Ok(thread.join()),
            Running(thread, wait) => wait(thread),
            Awaited(outcome) => outcome,
            Over(result) => return Ok(result),
        };
        outcome
            .recv_timeout(limit)
            .map_err(|_| Self(Awaited(outcome)))
    }
}
