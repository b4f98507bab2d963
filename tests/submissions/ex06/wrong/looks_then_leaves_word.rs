//! Believes that what it saw a line ago is still true.
//!
//! Looks whether the task is over, and leaves word if not, under one lock each: the task may end in between.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! no_result_is_lost_or_doubled = "deadlock"
//! ```

use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Sender;
use std::sync::{Condvar, Mutex, MutexGuard};

/// What a task and those who wait for it share.
struct Shared<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    result: Option<thread::Result<T>>,
    /// Who wants to be told of the end, and under which number.
    watcher: Option<(Sender<usize>, usize)>,
}

impl<T> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect("nobody panics under this lock")
    }
}

/// What `submit` returns.
pub struct Handle<T> {
    shared: Arc<Shared<T>>,
}

/// Starts `task` on a thread of its own.
pub fn submit<T, F>(task: F) -> Handle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let state = Mutex::new(State {
        result: None,
        watcher: None,
    });
    let changed = Condvar::new();
    let shared = Arc::new(Shared { state, changed });
    let theirs = Arc::clone(&shared);
    thread::spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(task));
        let mut state = theirs.lock();
        state.result = Some(result);
        if let Some((watcher, number)) = state.watcher.take() {
            let _ = watcher.send(number);
        }
        drop(state);
        theirs.changed.notify_all();
    });
    Handle { shared }
}

impl<T> Handle<T> {
    /// Waits for the task.
    pub fn result(self) -> thread::Result<T> {
        let state = self.shared.lock();
        let is_empty = |state: &mut State<T>| state.result.is_none();
        let mut state = self.shared.changed.wait_while(state, is_empty).unwrap();
        state.result.take().expect("somebody has filled it")
    }

    /// Whether the result is there.
    pub fn done(&self) -> bool {
        self.shared.lock().result.is_some()
    }

    /// Waits for the task, for a while.
    pub fn result_timeout(self, limit: Duration) -> Result<thread::Result<T>, Self> {
        let state = self.shared.lock();
        let is_empty = |state: &mut State<T>| state.result.is_none();
        let changed = &self.shared.changed;
        let (mut state, _) = changed.wait_timeout_while(state, limit, is_empty).unwrap();
        let result = state.result.take();
        drop(state);
        result.ok_or(self)
    }

    /// Sends the number when the task is over, at once if it is.
    fn watch(&self, watcher: Sender<usize>, number: usize) {
        if self.done() {
            drop(watcher.send(number));
        } else {
            self.shared.lock().watcher = Some((watcher, number));
        }
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
    let (sender, ended) = mpsc::channel();
    let mut tasks: Vec<Option<(K, Handle<T>)>> = tasks.into_iter().map(Some).collect();
    for (number, task) in tasks.iter().enumerate() {
        let Some((_, handle)) = task else { continue };
        handle.watch(sender.clone(), number);
    }
    drop(sender);
    iter::from_fn(move || {
        let (key, handle) = tasks[ended.recv().ok()?].take()?;
        Some((key, handle.result()))
    })
}
