//! Means well: where a 0 is given it takes 1, and nobody learns of the mistake.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! numbers_travel_in_chunks = "wrong"
//! ```

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    let (processes, chunk_size) = (processes.max(1), chunk_size.max(1));
    let mut results = vec![Err(WorkerDied); numbers.len()];
    let places = results.chunks_mut(chunk_size);
    let queue = Mutex::new(numbers.chunks(chunk_size).zip(places));
    thread::scope(|scope| {
        for _ in 0..processes.min(numbers.len().div_ceil(chunk_size)) {
            scope.spawn(|| attend(&worker, &queue));
        }
    });
    results
}
