//! Starts as many as may be in flight and waits for all of them before the next batch.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! five_at_a_time_take_exactly_so_long = "too_slow"
//! ```

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let task = &task;
    let of_batch = |batch: &'_ [I]| -> Vec<T> {
        thread::scope(|scope| {
            let start = |input| scope.spawn(move || task(input));
            let threads: Vec<_> = batch.iter().map(start).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        })
    };
    inputs.chunks(at_most).flat_map(of_batch).collect()
}
