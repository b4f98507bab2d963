//! Whoever wants a result leaves a function that is called with it, by the task or at once.
//!
//! ```toml
//! base = "solution"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

type Callback<T> = Box<dyn FnOnce(thread::Result<T>) + Send>;

enum State<T> {
    Running,
    Awaited(Callback<T>),
    Over(Option<thread::Result<T>>),
}

/// What `submit` returns.
pub struct Handle<T> {
    state: Arc<Mutex<State<T>>>,
    /// Closes when the state is `Over`.
    over: Receiver<Infallible>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (running, over) = mpsc::channel::<Infallible>();
    let state = Arc::new(Mutex::new(State::Running));
    let theirs = Arc::clone(&state);
    thread::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(task));
        let mut state = theirs.lock().unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *state, State::Over(None)) {
            State::Awaited(callback) => {
                drop(state);
                callback(result);
            }
            _ => *state = State::Over(Some(result)),
        }
        drop(running);
    });
    Handle { state, over }
}

impl<T> Handle<T> {
    /// Calls it with the result: now, if it is there, or as soon as it is.
    fn then(self, callback: impl FnOnce(thread::Result<T>) + Send + 'static) {
        let mut state = self.state.lock().unwrap();
        let result = match &mut *state {
            State::Over(result) => result.take(),
            _ => None,
        };
        match result {
            Some(result) => {
                drop(state);
                callback(result);
            }
            None => *state = State::Awaited(Box::new(callback)),
        }
    }

    /// What is there when the task is over.
    fn take(&self) -> Option<thread::Result<T>> {
        match &mut *self.state.lock().unwrap() {
            State::Over(result) => result.take(),
            _ => None,
        }
    }

    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        let _ = self.over.recv();
        self.take().expect("it is over")
    }

    /// Whether the task is over.
    pub fn done(&self) -> bool {
        matches!(*self.state.lock().unwrap(), State::Over(_))
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let start = Instant::now();
        if !self.done() {
            let _ = self
                .over
                .recv_timeout(limit.saturating_sub(start.elapsed()));
        }
        self.take().ok_or(self)
    }
}

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    let (sender, results) = mpsc::channel();
    for (key, handle) in tasks {
        let sender = sender.clone();
        handle.then(move |result| {
            let _ = sender.send((key, result));
        });
    }
    results.into_iter()
}
