//! Gives rayon chunks of four as well. Right, and slow where there are few numbers: four of them
//! are one piece.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_threads_work_at_the_same_time = "not_concurrent"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    numbers
        .par_chunks(4)
        .flat_map_iter(|chunk| chunk.iter().map(|&number| test(number)))
        .collect()
}
