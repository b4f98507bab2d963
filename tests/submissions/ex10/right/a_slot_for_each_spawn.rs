//! A scope of rayon's, and a spawn for each number, which knows where its answer goes.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let mut answers = vec![false; numbers.len()];
    let test = &test;
    rayon::scope(|scope| {
        for (n, answer) in numbers.iter().zip(&mut answers) {
            scope.spawn(move |_| *answer = test(*n));
        }
    });
    answers
}
