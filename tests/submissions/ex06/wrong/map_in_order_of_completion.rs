//! Believes that results in the order of finishing are what everybody wants.
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
        ((), submit(move || f(input)))
    };
    as_completed(inputs.into_iter().map(start).collect()).map(|(_, result)| result)
}
