//! Cuts the list for rayon into as many pieces as the pool has threads.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let piece = numbers.len().div_ceil(rayon::current_num_threads()).max(1);
    numbers
        .par_chunks(piece)
        .flat_map_iter(|numbers| numbers.iter().map(|&number| test(number)))
        .collect()
}
