//! A value that the thread drops at its end sets a flag and a signal; `f` lives for ever, so that it needs no `Arc`.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};

/// Says when it is dropped that the task is over, also if that has panicked.
struct End {
    over: Arc<(Mutex<bool>, Condvar)>,
    flag: Arc<AtomicBool>,
}

impl Drop for End {
    fn drop(&mut self) {
        *self.over.0.lock().unwrap() = true;
        self.over.1.notify_all();
        self.flag.store(true, Ordering::Release);
    }
}

/// What `submit` returns.
pub struct Handle<T> {
    thread: JoinHandle<T>,
    over: Arc<(Mutex<bool>, Condvar)>,
    flag: Arc<AtomicBool>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let over = Arc::new((Mutex::new(false), Condvar::new()));
    let flag = Arc::new(AtomicBool::new(false));
    let end = End {
        over: over.clone(),
        flag: flag.clone(),
    };
    let thread = thread::Builder::new()
        .name("task".into())
        .spawn(move || {
            let _end = end;
            task()
        })
        .unwrap();
    Handle { thread, over, flag }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        self.thread.join()
    }

    /// Whether the task is over.
    pub fn done(&self) -> bool {
        self.flag.load(Ordering::Acquire)
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let (over, changed) = &*self.over;
        let (over, _) = changed
            .wait_timeout_while(over.lock().unwrap(), limit, |over| !*over)
            .unwrap();
        let is_over = *over;
        drop(over);
        if is_over {
            Ok(self.result())
        } else {
            Err(self)
        }
    }
}

/// Calls `f` on every input, each on a thread of its own.
pub fn map<A, R, F>(inputs: Vec<A>, f: F) -> impl Iterator<Item = thread::Result<R>>
where
    A: Send + 'static,
    R: Send + 'static,
    F: Fn(A) -> R + Send + Sync + 'static,
{
    let f: &'static F = Box::leak(Box::new(f));
    let handles: Vec<_> = inputs
        .into_iter()
        .map(|input| submit(move || f(input)))
        .collect();
    handles.into_iter().map(|handle| handle.result())
}
