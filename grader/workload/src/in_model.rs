//! The same results by a shorter way: a check may run a submission thousands of times, and each time must be cheap.

/// Divisors that are tried one by one before anything cleverer is.
const SMALL: u64 = 1_000;

/// Bases with which the test of Miller and Rabin is right for all numbers of 64 bits.
const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

/// (n - 1) n (2n - 1) / 6, modulo 2^128.
pub fn sum_of_squares(n: u64) -> u128 {
    let n = u128::from(n);
    let mut factors = [n.saturating_sub(1), n, (2 * n).saturating_sub(1)];
    // 2 and 3 each divide one of the three. That one is divided before the product gets too large to be exact.
    for divisor in [2, 3] {
        if let Some(factor) = factors
            .iter_mut()
            .find(|factor| factor.is_multiple_of(divisor))
        {
            *factor /= divisor;
        }
    }
    factors.into_iter().fold(1, u128::wrapping_mul)
}

/// Whether `n` is prime.
pub fn is_prime(n: u64) -> bool {
    match n {
        0 | 1 => false,
        2 => true,
        _ => !n.is_multiple_of(2) && smallest_factor(n) == n,
    }
}

/// The smallest prime factor of `n`, which is odd and at least 3.
pub fn smallest_factor(n: u64) -> u64 {
    for divisor in (3..SMALL).step_by(2) {
        if divisor * divisor > n {
            return n;
        }
        if n.is_multiple_of(divisor) {
            return divisor;
        }
    }
    if passes_miller_rabin(n) {
        return n;
    }
    let factor = some_factor(n);
    smallest_factor(factor).min(smallest_factor(n / factor))
}

/// The test of Miller and Rabin, for an odd number above all [`BASES`].
fn passes_miller_rabin(n: u64) -> bool {
    let twos = (n - 1).trailing_zeros();
    let odd = (n - 1) >> twos;
    BASES.iter().all(|&base| {
        let mut power = to_the(base, odd, n);
        // A prime has no roots of 1 but 1 and -1.
        power == 1
            || (0..twos).any(|_| {
                let found = power == n - 1;
                power = product(power, power, n);
                found
            })
    })
}

/// A factor of `n` that is neither 1 nor `n`, by Pollard's rho method. `n` is odd, composite and has no small factor.
fn some_factor(n: u64) -> u64 {
    // Each constant walks another way; on some ways no factor is met.
    let factor = (1..n).find_map(|constant| {
        let next = |at: u64| {
            let sum = u128::from(product(at, at, n)) + u128::from(constant);
            low(sum % u128::from(n))
        };
        let (mut slow, mut fast) = (2, 2);
        loop {
            slow = next(slow);
            fast = next(next(fast));
            match common_divisor(slow.abs_diff(fast), n) {
                1 => {}
                found => break (found != n).then_some(found),
            }
        }
    });
    // Not reached: a composite number has a factor. If it were, `n` would pass for a prime.
    factor.unwrap_or(1)
}

fn common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `base` to the power of `exponent`, modulo `n`.
fn to_the(base: u64, exponent: u64, n: u64) -> u64 {
    let (mut result, mut square) = (1, base % n);
    let mut left = exponent;
    while left > 0 {
        if left % 2 == 1 {
            result = product(result, square, n);
        }
        square = product(square, square, n);
        left /= 2;
    }
    result
}

/// `a * b` modulo `n`.
fn product(a: u64, b: u64, n: u64) -> u64 {
    low(u128::from(a) * u128::from(b) % u128::from(n))
}

/// A remainder of a division by a number of 64 bits, which has no more itself.
fn low(remainder: u128) -> u64 {
    u64::try_from(remainder).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{cost, on_std};

    proptest! {
        #[test]
        fn the_formula_is_the_sum(n in 0_u64..50_000) {
            prop_assert_eq!(sum_of_squares(n), on_std::sum_of_squares(n));
        }

        /// Where the sum itself would take for ever: each sum is the one before and a square more, modulo 2^128.
        #[test]
        fn the_formula_goes_on_as_the_sum_does(n in any::<u64>().prop_filter("has a successor", |&n| n < u64::MAX)) {
            let square = u128::from(n) * u128::from(n);
            prop_assert_eq!(sum_of_squares(n + 1), sum_of_squares(n).wrapping_add(square));
        }

        #[test]
        fn primes_are_those_of_trial_division(n in 0_u64..100_000_000) {
            prop_assert_eq!(is_prime(n), on_std::is_prime(n));
        }

        /// Products of two numbers without a factor in common with the small divisors are the hard ones.
        #[test]
        fn the_smaller_factor_of_two_is_found(a in 1_000_u64..60_000, b in 1_000_u64..60_000) {
            let prime = |from: u64| (from..).find(|&n| on_std::is_prime(n)).unwrap_or(2);
            let (a, b) = (prime(a), prime(b));
            prop_assert_eq!(smallest_factor(a * b), a.min(b));
            prop_assert_eq!(smallest_factor(a * a), a);
        }
    }

    #[test]
    fn every_small_number_is_told_right() {
        for n in 0..10_000 {
            assert_eq!(is_prime(n), on_std::is_prime(n), "{n}");
        }
    }

    /// The six numbers of the Python course, of which the last alone is no prime.
    #[test]
    fn the_numbers_of_the_lessons() {
        let primes = [
            112_272_535_095_293,
            112_582_705_942_171,
            115_280_095_190_773,
            115_797_848_077_099,
        ];
        for prime in primes {
            assert!(is_prime(prime) && on_std::is_prime(prime), "{prime}");
        }
        let composite = 1_099_726_899_285_419;
        assert!(!is_prime(composite) && !on_std::is_prime(composite));
        assert_eq!(smallest_factor(composite), 3_306_091);
        assert_eq!(cost::divisions(composite), 1_653_046);
    }

    #[test]
    fn the_largest_numbers_are_told_right_and_soon() {
        let largest_prime = 18_446_744_073_709_551_557;
        assert!(is_prime(largest_prime));
        assert!(!is_prime(u64::MAX), "it is 3 * 5 * 17 * 257 * 641 * ...");
        let (p, q) = (4_294_967_291, 4_294_967_279);
        assert_eq!(smallest_factor(p * q), q);
        assert_eq!(smallest_factor(p * p), p);
        // Strong pseudoprimes to the bases 2 to 7, and 2 to 31.
        assert!(!is_prime(3_215_031_751) && !is_prime(3_825_123_056_546_413_051));
    }
}
