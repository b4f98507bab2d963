//! The caller starts as many as may be in flight, and one more each time that one tells it of its
//! end.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::mpsc;

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let (tell, told) = mpsc::channel();
    let task = &task;
    let mut results: Vec<Option<T>> = inputs.iter().map(|_| None).collect();
    thread::scope(|scope| {
        let start = |(place, input)| {
            let tell = tell.clone();
            scope.spawn(move || tell.send((place, task(input))).unwrap());
        };
        let mut waiting = inputs.iter().enumerate();
        waiting.by_ref().take(at_most).for_each(start);
        for _ in 0..inputs.len() {
            let (place, result) = told.recv().unwrap();
            results[place] = Some(result);
            waiting.next().into_iter().for_each(start);
        }
    });
    results.into_iter().map(Option::unwrap).collect()
}
