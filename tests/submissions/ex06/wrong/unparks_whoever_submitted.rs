//! Believes that a handle is asked by the thread that got it from `submit`.
//!
//! That one is unparked, and no other. Ask on another thread, and it parks for ever.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! submitted_tasks_run_at_once = "deadlock"
//! ```

use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Counts the tasks that are over.
static ENDS: AtomicU64 = AtomicU64::new(0);

/// What `submit` returns.
pub struct Handle<T> {
    slot: Arc<Mutex<Option<(u64, thread::Result<T>)>>>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let slot = Arc::new(Mutex::new(None));
    let theirs = Arc::clone(&slot);
    let boss = thread::current();
    thread::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(task));
        let mut slot = theirs.lock().unwrap();
        *slot = Some((ENDS.fetch_add(1, Ordering::SeqCst), result));
        drop(slot);
        boss.unpark();
    });
    Handle { slot }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        while !self.done() {
            thread::park();
        }
        self.slot.lock().unwrap().take().unwrap().1
    }

    /// Whether the task is over.
    pub fn done(&self) -> bool {
        self.slot.lock().unwrap().is_some()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let start = Instant::now();
        while !self.done() {
            let used = start.elapsed();
            if used >= limit {
                return Err(self);
            }
            thread::park_timeout(limit - used);
        }
        Ok(self.result())
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
    let mut tasks = tasks;
    iter::from_fn(move || {
        if tasks.is_empty() {
            return None;
        }
        loop {
            let end = |handle: &Handle<T>| handle.slot.lock().unwrap().as_ref().map(|slot| slot.0);
            let ends = tasks
                .iter()
                .enumerate()
                .filter_map(|(n, task)| Some((end(&task.1)?, n)));
            if let Some((_, next)) = ends.min() {
                let (key, handle) = tasks.remove(next);
                return Some((key, handle.result()));
            }
            thread::park();
        }
    })
}
