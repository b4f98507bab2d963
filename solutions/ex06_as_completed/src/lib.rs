//! Exercise 06, solved: a thread for each task, and a channel wherever somebody waits for more than one thread.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What `submit` returns: the promise of one result.
pub struct Handle<T> {
    /// Joining it gives what the task returned, or what it panicked with.
    thread: JoinHandle<T>,
    /// Nothing is ever sent through this channel. The thread holds the only sender, so that the channel
    /// closes when the task is over, whether it has returned or panicked. It is there because `recv`
    /// has a sibling with a time-out, and `join` has none.
    ended: Receiver<Infallible>,
}

/// Starts `task` on a thread of its own and returns at once.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (running, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        // A name, to keep it up to the end of the block: `let _ = running` would keep nothing.
        let _running = running;
        task()
    });
    Handle { thread, ended }
}

impl<T> Handle<T> {
    /// Waits for the task: `Ok` with what it returned, `Err` with what it panicked with.
    pub fn result(self) -> thread::Result<T> {
        // A panic ends the task's own thread and nobody else's. Whoever asks for the result gets it here.
        self.thread.join()
    }

    /// Whether the task is over. Returns at once, and takes nothing away from `result`.
    pub fn done(&self) -> bool {
        self.thread.is_finished()
    }

    /// As `result` if the task is over within `limit`; else gives the handle back.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        // A `match` on both errors, and not `is_err()`: an error is what is always returned, and only one
        // of the two says that the time is over.
        match self.ended.recv_timeout(limit) {
            Err(RecvTimeoutError::Timeout) => Err(self),
            Err(RecvTimeoutError::Disconnected) => Ok(self.thread.join()),
        }
    }
}

/// Calls `f` on every input, each on a thread of its own, all started before it returns.
/// Results come in the order of the inputs, each as soon as it and all before it are there.
pub fn map<A, R, F>(inputs: Vec<A>, f: F) -> impl Iterator<Item = thread::Result<R>>
where
    A: Send + 'static,
    R: Send + 'static,
    F: Fn(A) -> R + Send + Sync + 'static,
{
    let f = Arc::new(f);
    let start = |input| {
        let f = Arc::clone(&f);
        submit(move || f(input))
    };
    // Iterators are lazy: without this `collect` each task would be started when its result is
    // asked for, and all of them would be done one after the other.
    let handles: Vec<Handle<R>> = inputs.into_iter().map(start).collect();
    handles.into_iter().map(Handle::result)
}

/// Gives each result once, with its key, in the order in which the tasks end and as soon as
/// it is there. Those that were over before this call come first; ties come in any order.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    // Many senders and one receiver: the channel is the line in which results queue up as they come.
    //
    // Rejected: asking `done` of each handle in turn. Without a pause that keeps a core busy with
    // asking, and with one the results are late. Rejected too, for its length: handles in which those
    // who wait leave a sender, as Python's futures have it. That saves the second thread for each task.
    let (sender, results) = mpsc::channel();
    for (key, handle) in tasks {
        let sender = sender.clone();
        thread::spawn(move || {
            // It fails if nobody wants any more results: then this one is not wanted either.
            let _ = sender.send((key, handle.result()));
        });
    }
    // `sender` itself is dropped here. The last clone goes with the last result, and the iterator ends.
    results.into_iter()
}
