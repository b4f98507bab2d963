//! Starts a thread for each worker and joins it before the next is started.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! processes_work_at_the_same_time = "not_concurrent"
//! ```

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0 && chunk_size > 0);
    let mut results = vec![Err(WorkerDied); numbers.len()];
    let places = results.chunks_mut(chunk_size);
    let queue = Mutex::new(numbers.chunks(chunk_size).zip(places));
    thread::scope(|scope| {
        for _ in 0..processes {
            scope.spawn(|| attend(&worker, &queue)).join().unwrap();
        }
    });
    results
}
