//! A thread for each number: what exercise 02 has taught, and a thousand threads for a thousand
//! numbers.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_keeps_the_order = "wrong"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let test = &test;
    thread::scope(|scope| {
        let threads: Vec<_> = numbers
            .iter()
            .map(|&number| scope.spawn(move || test(number)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}
