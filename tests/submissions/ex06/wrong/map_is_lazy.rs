//! Believes that `map` on an iterator does something at once.
//!
//! Each task is started when its result is asked for.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! map_answers_in_input_order = "too_slow"
//! ```

/// Calls `f` on every input.
pub fn map<A, R, F>(inputs: Vec<A>, f: F) -> impl Iterator<Item = thread::Result<R>>
where
    A: Send + 'static,
    R: Send + 'static,
    F: Fn(A) -> R + Send + Sync + 'static,
{
    let f = Arc::new(f);
    inputs.into_iter().map(move |input| {
        let f = Arc::clone(&f);
        submit(move || f(input)).result()
    })
}
