//! What the work costs in a model: virtual time on one core.
//!
//! The unit is the step, of 100 ns. That is what an interpreter takes for one turn of a simple loop, and it makes
//! seconds of numbers that people like to write: five million squares are half a second, as in the lessons of the Python
//! course, and the largest of their prime numbers is half a second too. The real std is ten to a hundred times faster,
//! whatever the machine: no bound should be put on its time.

use std::time::Duration;

use crate::in_model;

/// One turn of a loop, one division.
pub const STEP: Duration = Duration::from_nanos(100);

/// One byte of a checksum: 10 steps.
pub const BYTE: Duration = Duration::from_micros(1);

/// `n` steps.
#[must_use]
pub fn sum_of_squares(n: u64) -> Duration {
    times(n, STEP)
}

/// A step for each trial division, see [`divisions`].
#[must_use]
pub fn is_prime(n: u64) -> Duration {
    times(divisions(n), STEP)
}

/// [`BYTE`] for each byte.
#[must_use]
pub fn checksum(bytes: usize) -> Duration {
    times(u64::try_from(bytes).unwrap_or(u64::MAX), BYTE)
}

/// `steps` steps.
#[must_use]
pub fn busy(steps: u64) -> Duration {
    times(steps, STEP)
}

/// How many divisions tell whether `n` is prime, by 2, 3, 5, 7, 9 and so on: none up to 2; one if `n` is even; otherwise
/// as far as its smallest factor, or its square root if it is prime.
#[must_use]
pub fn divisions(n: u64) -> u64 {
    match n {
        0..=2 => 0,
        _ if n.is_multiple_of(2) => 1,
        _ => {
            let last = in_model::smallest_factor(n).min(n.isqrt());
            1 + (last - 1) / 2
        }
    }
}

/// `count` times `each`. The largest product of both is well within what a [`Duration`] can hold.
fn times(count: u64, each: Duration) -> Duration {
    const SECOND: u128 = 1_000_000_000;
    let nanos = u128::from(count) * each.as_nanos();
    let (seconds, rest) = (nanos / SECOND, nanos % SECOND);
    Duration::new(
        u64::try_from(seconds).unwrap_or(u64::MAX),
        u32::try_from(rest).unwrap_or(0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_the_lessons_take_times_that_people_can_follow() {
        assert_eq!(sum_of_squares(5_000_000), Duration::from_millis(500));
        assert_eq!(checksum(1_000_000), Duration::from_secs(1));
        assert_eq!(
            is_prime(112_272_535_095_293),
            Duration::from_nanos(529_793_700)
        );
    }

    #[test]
    fn the_largest_arguments_have_a_cost_too() {
        assert_eq!(sum_of_squares(u64::MAX), times(u64::MAX, STEP));
        assert_eq!(times(u64::MAX, STEP).as_secs(), 1_844_674_407_370);
        assert_eq!(times(u64::MAX, BYTE).as_secs(), 18_446_744_073_709);
        assert_eq!(BYTE, 10 * STEP);
    }

    /// The divisions of the loop that `on_std::is_prime` is, counted one by one.
    fn counted(n: u64) -> u64 {
        if n <= 2 {
            return 0;
        }
        let odd = (3..=n.isqrt()).step_by(2);
        let mut count = 0;
        for divisor in [2].into_iter().chain(odd) {
            count += 1;
            if n.is_multiple_of(divisor) {
                break;
            }
        }
        count
    }

    #[test]
    fn divisions_are_those_that_the_loop_makes() {
        for n in 0..20_000 {
            assert_eq!(divisions(n), counted(n), "{n}");
        }
        for n in [1_009 * 1_009, 1_009 * 1_013, 1_000_003, 1_299_709 * 104_729] {
            assert_eq!(divisions(n), counted(n), "{n}");
        }
    }
}
