//! Saves work that nobody asked it to save: the answer to equal numbers will be the same.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_keeps_the_order = "wrong"
//! ```

use std::collections::HashMap;

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let mut distinct = numbers.to_vec();
    distinct.sort();
    distinct.dedup();
    let found: HashMap<u64, bool> = distinct.par_iter().map(|n| (*n, test(*n))).collect();
    numbers.iter().map(|n| found[n]).collect()
}
