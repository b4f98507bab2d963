//! Gives each thread every n-th URL, whatever the others have left to do.
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
    let threads = at_most.min(inputs.len());
    let mut results: Vec<Option<T>> = inputs.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let share = |first: usize| {
            let share = inputs.iter().enumerate().skip(first).step_by(threads);
            scope.spawn(move || share.map(|(n, input)| (n, task(input))).collect::<Vec<_>>())
        };
        let threads: Vec<_> = (0..threads).map(share).collect();
        for thread in threads {
            for (n, result) in thread.join().unwrap() {
                results[n] = Some(result);
            }
        }
    });
    results.into_iter().map(Option::unwrap).collect()
}
