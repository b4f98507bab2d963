//! Sends nothing to anybody: the answers are the same, are they not?
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! numbers_travel_in_chunks = "wrong"
//! answers_keep_the_order_of_the_numbers = "wrong"
//! processes_work_at_the_same_time = "not_concurrent"
//! a_dead_worker_fails_its_own_chunk_only = "wrong"
//! no_child_is_left_behind = "wrong"
//! the_six_numbers_over_processes = "wrong"
//! ```

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0 && chunk_size > 0);
    let _ = worker;
    numbers.iter().map(|&number| Ok(is_prime(number))).collect()
}
