//! Believes that whatever is called parallel iterator keeps the order. `par_bridge` does not know
//! it.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_keeps_the_order = "wrong"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    numbers
        .iter()
        .par_bridge()
        .map(|&number| test(number))
        .collect()
}
