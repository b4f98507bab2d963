//! Takes it that there is only one list of tasks in a program.
//!
//! All the threads put their ends into one `static`, and each iterator throws away what it does not know.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! no_result_is_lost_or_doubled = "deadlock"
//! ```

use std::collections::VecDeque;
use std::iter;
use std::sync::{Condvar, Mutex};
use std::thread::ThreadId;

/// The threads that have ended, in that order.
type Ended = VecDeque<ThreadId>;
static ENDED: Mutex<Ended> = Mutex::new(Ended::new());
static CHANGED: Condvar = Condvar::new();

/// Says when it is dropped that its thread ends.
struct Tell;

impl Drop for Tell {
    fn drop(&mut self) {
        ENDED.lock().unwrap().push_back(thread::current().id());
        CHANGED.notify_all();
    }
}

/// Starts `task` on a thread of its own and returns at once.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let (sender, ended) = mpsc::channel();
    let thread = thread::spawn(move || {
        let _sender = sender;
        let _tell = Tell;
        task()
    });
    Handle { thread, ended }
}

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    let mut tasks = tasks;
    iter::from_fn(move || {
        while !tasks.is_empty() {
            let mut ended = ENDED.lock().unwrap();
            while ended.is_empty() {
                ended = CHANGED.wait(ended).unwrap();
            }
            let id = ended.pop_front().unwrap();
            drop(ended);
            if let Some(at) = tasks
                .iter()
                .position(|task| task.1.thread.thread().id() == id)
            {
                let (key, handle) = tasks.remove(at);
                return Some((key, handle.result()));
            }
        }
        None
    })
}
