//! The plainest loop there is, and a job for each number.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn is_prime(n: u64) -> bool {
    let root = (n as f64).sqrt() as u64;
    n > 1 && (2..=root).all(|divisor| n % divisor != 0)
}

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let mut answers = vec![false; numbers.len()];
    rayon::scope(|scope| {
        for (answer, &number) in answers.iter_mut().zip(numbers) {
            let test = &test;
            scope.spawn(move |_| *answer = test(number));
        }
    });
    answers
}
