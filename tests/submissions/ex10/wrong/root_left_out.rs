//! Takes a range to include its end: the root of a square is never tried.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! is_prime_tells_the_primes = "wrong"
//! ```

pub fn is_prime(n: u64) -> bool {
    let root = n.isqrt();
    n > 1 && (2..root).all(|divisor| !n.is_multiple_of(divisor))
}
