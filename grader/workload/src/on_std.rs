//! The work itself, as the real std does it.

use std::hint::black_box;

/// Adds them up one by one.
pub fn sum_of_squares(n: u64) -> u128 {
    let mut sum = 0_u128;
    for number in 0..n {
        // Hidden from the compiler, which would otherwise put a formula in place of the loop.
        let number = u128::from(black_box(number));
        sum = sum.wrapping_add(number * number);
    }
    sum
}

/// By trial division.
pub fn is_prime(n: u64) -> bool {
    if n <= 2 {
        return n == 2;
    }
    let mut odd = (3..=n.isqrt()).step_by(2);
    !n.is_multiple_of(2) && !odd.any(|divisor| n.is_multiple_of(divisor))
}

/// FNV-1a: each byte is mixed in by an exclusive or and a multiplication. The numbers are the algorithm's own.
pub fn checksum(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// Turns a loop so many times.
pub fn busy(steps: u64) {
    black_box(sum_of_squares(steps));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sums_of_squares() {
        let sums: Vec<u128> = (0..6).map(sum_of_squares).collect();
        assert_eq!(sums, [0, 0, 1, 5, 14, 30]);
    }

    #[test]
    fn the_first_primes() {
        let primes: Vec<u64> = (0..50).filter(|&n| is_prime(n)).collect();
        assert_eq!(
            primes,
            [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
        );
    }

    /// Three of the algorithm's published test vectors.
    #[test]
    fn the_checksum_is_fnv_1a() {
        assert_eq!(checksum(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(checksum(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(checksum(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
