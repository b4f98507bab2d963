//! Exercise 06: results as they come. Edit only this file; the lesson is in `README.md`.

use std::iter;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What `submit` returns: the promise of one result. Its fields are yours to choose.
pub struct Handle<T> {
    thread: JoinHandle<T>,
}

/// Task 1. Starts `task` on a thread of its own and returns at once.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let _ = task; // Delete this line: it only says that `task` is not forgotten.
    todo!("Task 1: start a thread")
}

impl<T> Handle<T> {
    /// Task 1. Waits for the task: `Ok` with what it returned, `Err` with what it panicked with.
    pub fn result(self) -> thread::Result<T> {
        todo!("Task 1: wait for {:?}", self.thread.thread().id())
    }
    /// Task 3. Whether the task is over. Returns at once, and takes nothing away from `result`.
    pub fn done(&self) -> bool {
        todo!("Task 3")
    }
    /// Task 3. As `result` if the task is over within `limit`; else gives the handle back.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        todo!("Task 3: wait for {limit:?} at most")
    }
}

/// Task 2. Calls `f` on every input, each on a thread of its own, all started before it returns.
/// Results come in the order of the inputs, each as soon as it and all before it are there.
pub fn map<A, R, F>(inputs: Vec<A>, _f: F) -> impl Iterator<Item = thread::Result<R>>
where
    A: Send + 'static,
    R: Send + 'static,
    F: Fn(A) -> R + Send + Sync + 'static,
{
    iter::from_fn(move || todo!("Task 2: {} tasks", inputs.len()))
}

/// Task 4. Gives each result once, with its key, in the order in which the tasks end and as soon as
/// it is there. Those that were over before this call come first; ties come in any order.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    iter::from_fn(move || todo!("Task 4: {} handles", tasks.len()))
}
