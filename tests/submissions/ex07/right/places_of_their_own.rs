//! Every thread writes its result to a place of its own, and nobody joins: the scope does.
//!
//! ```toml
//! base = "solution"
//! ```

/// Calls `task` with each of `inputs`, all calls at the same time.
pub fn at_once(inputs: &[u64], task: impl Fn(u64) -> u64 + Sync) -> Vec<u64> {
    let task = &task;
    let mut results = vec![0; inputs.len()];
    thread::scope(|scope| {
        for (place, &input) in results.iter_mut().zip(inputs) {
            scope.spawn(move || *place = task(input));
        }
    });
    results
}
