//! No channel at all: those who wait for a task join it, and put the results into a queue under a lock.
//!
//! ```toml
//! base = "solution"
//! ```

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};

struct Queue<K, T> {
    results: Mutex<VecDeque<(K, thread::Result<T>)>>,
    grown: Condvar,
}

struct AsCompleted<K, T> {
    left: usize,
    queue: Arc<Queue<K, T>>,
}

impl<K, T> Iterator for AsCompleted<K, T> {
    type Item = (K, thread::Result<T>);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let mut results = self.queue.results.lock().unwrap();
        while results.is_empty() {
            results = self.queue.grown.wait(results).unwrap();
        }
        results.pop_front()
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
    let results = Mutex::new(VecDeque::new());
    let grown = Condvar::new();
    let queue = Arc::new(Queue { results, grown });
    let left = tasks.len();
    for (key, handle) in tasks {
        let queue = Arc::clone(&queue);
        thread::spawn(move || {
            let result = handle.result();
            queue.results.lock().unwrap().push_back((key, result));
            queue.grown.notify_one();
        });
    }
    AsCompleted { left, queue }
}
