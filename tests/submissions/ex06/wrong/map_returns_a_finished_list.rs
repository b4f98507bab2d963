//! Believes that an iterator is a list, and collects all results before returning the first.
//!
//! The results are right and in order, only each as late as the last: correct, and needlessly slow.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! map_answers_in_input_order = "wrong"
//! ```

/// Calls `f` on every input.
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
    let handles: Vec<Handle<R>> = inputs.into_iter().map(start).collect();
    let results: Vec<_> = handles.into_iter().map(Handle::result).collect();
    results.into_iter()
}
