//! Wants to know first how many primes there are, and tests every number once more for it.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_keeps_the_order = "wrong"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let many = numbers.par_iter().filter(|&&number| test(number)).count();
    eprintln!("{many} of them");
    numbers.par_iter().map(|&number| test(number)).collect()
}
