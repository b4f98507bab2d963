//! A lock round the list makes the pushing safe, and the order that of finishing.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_keeps_the_order = "wrong"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let answers = Mutex::new(Vec::new());
    numbers.par_iter().for_each(|&number| {
        let answer = test(number);
        answers.lock().unwrap().push(answer);
    });
    answers.into_inner().unwrap()
}
