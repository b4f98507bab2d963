//! Cuts the list into as many parts as there are processes, whatever `chunk_size` is: fewest
//! messages.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! numbers_travel_in_chunks = "wrong"
//! a_dead_worker_fails_its_own_chunk_only = "wrong"
//! ```

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0 && chunk_size > 0);
    let share = numbers.len().div_ceil(processes).max(1);
    let mut results = vec![Err(WorkerDied); numbers.len()];
    let queue = Mutex::new(numbers.chunks(share).zip(results.chunks_mut(share)));
    thread::scope(|scope| {
        for _ in 0..processes {
            scope.spawn(|| attend(&worker, &queue));
        }
    });
    results
}
