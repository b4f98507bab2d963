//! The threads share an iterator and put each result into a slot of its own.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::Mutex;

/// Calls `task` with each of `inputs`.
fn for_each<I, T>(inputs: &[I], at_most: usize, task: impl Fn(&I) -> T + Sync) -> Vec<T>
where
    I: Sync,
    T: Send,
{
    assert!(at_most > 0);
    let slots: Vec<Mutex<Option<T>>> = inputs.iter().map(|_| Mutex::new(None)).collect();
    let queue = Mutex::new(inputs.iter().zip(&slots));
    let next = || queue.lock().unwrap().next();
    thread::scope(|scope| {
        for _ in 0..at_most.min(inputs.len()) {
            scope.spawn(|| {
                while let Some((input, slot)) = next() {
                    let result = task(input);
                    *slot.lock().unwrap() = Some(result);
                }
            });
        }
    });
    let result = |slot: Mutex<Option<T>>| slot.into_inner().unwrap().unwrap();
    slots.into_iter().map(result).collect()
}
