//! Exercise 09, solved: Cpu bound.

use std::thread::{self, ScopedJoinHandle};

/// Calls `task` with each of `inputs`, all calls at the same time.
///
/// Returns what the calls returned, in the order of the inputs.
pub fn at_once(inputs: &[u64], task: impl Fn(u64) -> u64 + Sync) -> Vec<u64> {
    let task = &task;
    thread::scope(|scope| {
        // All of them are started before the first is waited for: `map` alone would start none.
        let start = |&input| scope.spawn(move || task(input));
        let threads: Vec<_> = inputs.iter().map(start).collect();
        let join = |thread: ScopedJoinHandle<'_, u64>| thread.join().expect("no task panics");
        threads.into_iter().map(join).collect()
    })
}
