//! A channel that holds as many tokens as there may be requests: whoever takes one puts it back.
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
    let (put, take) = mpsc::channel();
    (0..at_most.min(inputs.len())).for_each(|_| put.send(()).unwrap());
    let task = &task;
    thread::scope(|scope| {
        let start = |input| {
            take.recv().unwrap();
            let put = put.clone();
            scope.spawn(move || {
                let result = task(input);
                put.send(()).unwrap();
                result
            })
        };
        let threads: Vec<_> = inputs.iter().map(start).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}
