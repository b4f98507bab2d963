//! Knows that a prime is divided by 1 and itself only, and takes 1 for one; and 0, which nothing
//! divides.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! is_prime_tells_the_primes = "wrong"
//! ```

pub fn is_prime(n: u64) -> bool {
    let mut divisor = 2;
    while divisor * divisor <= n {
        if n % divisor == 0 {
            return false;
        }
        divisor += 1;
    }
    true
}
