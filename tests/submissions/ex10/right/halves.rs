//! Halves the list by hand, as rayon does: `join` gives one half to whoever is idle. And the
//! divisors are those beside the multiples of six.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn is_prime(n: u64) -> bool {
    if n < 4 {
        return n > 1;
    }
    if n % 2 == 0 || n % 3 == 0 {
        return false;
    }
    let mut divisor = 5;
    while divisor * divisor <= n {
        if n % divisor == 0 || n % (divisor + 2) == 0 {
            return false;
        }
        divisor += 6;
    }
    true
}

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let mut answers = vec![false; numbers.len()];
    halve(numbers, &mut answers, &test);
    answers
}

fn halve(numbers: &[u64], answers: &mut [bool], test: &(impl Fn(u64) -> bool + Sync)) {
    if let [number] = numbers {
        answers[0] = test(*number);
    } else if !numbers.is_empty() {
        let (left, right) = numbers.split_at(numbers.len() / 2);
        let (answers, others) = answers.split_at_mut(left.len());
        rayon::join(|| halve(left, answers, test), || halve(right, others, test));
    }
}
