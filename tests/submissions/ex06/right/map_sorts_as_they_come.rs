//! `map` is built on `as_completed`: what comes too early is kept until its turn.
//!
//! ```toml
//! base = "solution"
//! ```

use std::collections::BTreeMap;
use std::iter;

/// Calls `f` on every input.
pub fn map<A, R, F>(inputs: Vec<A>, f: F) -> impl Iterator<Item = thread::Result<R>>
where
    A: Send + 'static,
    R: Send + 'static,
    F: Fn(A) -> R + Send + Sync + 'static,
{
    let f = Arc::new(f);
    let start = |(n, input)| {
        let f = Arc::clone(&f);
        (n, submit(move || f(input)))
    };
    let tasks = inputs.into_iter().enumerate().map(start).collect();
    let mut results = as_completed(tasks);
    let (mut early, mut next) = (BTreeMap::new(), 0);
    iter::from_fn(move || {
        while !early.contains_key(&next) {
            let (n, result) = results.next()?;
            early.insert(n, result);
        }
        next += 1;
        early.remove(&(next - 1))
    })
}
