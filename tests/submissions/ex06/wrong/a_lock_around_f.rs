//! Believes that what threads share needs a lock, even what nobody changes.
//!
//! The guard lives as long as the call: one call at a time.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! map_answers_in_input_order = "too_slow"
//! ```

use std::sync::Mutex;

/// Calls `f` on every input.
pub fn map<A, R, F>(inputs: Vec<A>, f: F) -> impl Iterator<Item = thread::Result<R>>
where
    A: Send + 'static,
    R: Send + 'static,
    F: Fn(A) -> R + Send + Sync + 'static,
{
    let f = Arc::new(Mutex::new(f));
    let start = |input| {
        let f = Arc::clone(&f);
        submit(move || f.lock().unwrap()(input))
    };
    let handles: Vec<Handle<R>> = inputs.into_iter().map(start).collect();
    handles.into_iter().map(Handle::result)
}
