//! Right, and slower than the lesson allows: to be sure, it tries every number up to `n` itself.
//! Each test of a number of fifteen digits would take days.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! is_prime_tells_the_primes = "timed_out"
//! the_six_numbers_over_processes = "timed_out"
//! ```

pub fn is_prime(n: u64) -> bool {
    n > 1 && (2..n).all(|divisor| !n.is_multiple_of(divisor))
}
