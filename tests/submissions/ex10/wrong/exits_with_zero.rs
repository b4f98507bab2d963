//! Prints what the lesson shows and leaves, as a program does whose work is done.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! numbers_travel_in_chunks = "crashed"
//! answers_keep_the_order_of_the_numbers = "crashed"
//! processes_work_at_the_same_time = "crashed"
//! a_dead_worker_fails_its_own_chunk_only = "crashed"
//! no_child_is_left_behind = "crashed"
//! the_six_numbers_over_processes = "crashed"
//! ```

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    let _ = (worker, processes, chunk_size);
    for number in numbers {
        println!("{number} is prime: true");
    }
    std::process::exit(0)
}
