//! Work that keeps a core busy: the same functions, with the same results, on the real std and in a model.
//!
//! How much faster a program gets with more cores cannot be measured exactly on a machine that has two and does other
//! things besides. So on the real std these functions compute, and take as long as that takes; inside a model
//! ([`model_std::model`]) they find the same result by a shorter way and keep a core of the model's machine busy for a
//! virtual time that depends on their arguments alone ([`cost`]). Twenty equal jobs then take exactly 20, 10, 5 and 3
//! times one job on 1, 2, 4 and 8 cores:
//!
//! ```
//! use model_std::model::VirtualTime;
//! use model_std::thread;
//! use std::time::Duration;
//!
//! let twenty_jobs = || {
//!     let jobs: Vec<_> = (0..20).map(|_| thread::spawn(|| workload::sum_of_squares(10_000_000))).collect();
//!     for job in jobs {
//!         assert_eq!(job.join().unwrap(), 333_333_283_333_335_000_000);
//!     }
//! };
//! for (cores, seconds) in [(1, 20), (2, 10), (4, 5), (8, 3)] {
//!     let timeline = VirtualTime::new().cores(cores).run(twenty_jobs).unwrap();
//!     assert_eq!(timeline.elapsed(), Duration::from_secs(seconds));
//! }
//! ```
//!
//! No function panics or overflows, whatever it is given. Work done by threads that are no model threads, such as those
//! of a rayon that is not compiled on the model, is real work even while a model runs, and costs no virtual time.
//!
//! # Layout
//! - [`sum_of_squares`], [`is_prime`], [`checksum`], [`busy`]: the work, each with what it costs;
//! - [`cost`]: the same costs as durations, for whoever sets a bound;
//! - `on_std`: the work as it is done on the real std;
//! - `in_model`: the results of primality by a shorter way.

pub mod cost;
mod in_model;
mod on_std;

use std::time::Duration;

use model_std::model;

/// The sum of the squares of `0..n`, modulo 2^128 (which matters from n = 10^13 on).
///
/// Costs `n` steps: [`cost::sum_of_squares`].
#[track_caller]
#[must_use]
pub fn sum_of_squares(n: u64) -> u128 {
    dispatch(
        cost::sum_of_squares(n),
        || in_model::sum_of_squares(n),
        || on_std::sum_of_squares(n),
    )
}

/// Whether `n` is a prime number, by trial division: by 2, then by 3, 5, 7 and so on, until one divides it or the
/// square root is reached.
///
/// Costs a step for each division: [`cost::is_prime`].
#[track_caller]
#[must_use]
pub fn is_prime(n: u64) -> bool {
    dispatch(
        cost::is_prime(n),
        || in_model::is_prime(n),
        || on_std::is_prime(n),
    )
}

/// A checksum of `bytes`: FNV-1a, 64 bits. It tells contents apart and keeps no secret.
///
/// Costs 10 steps for each byte, so that a megabyte takes a second: [`cost::checksum`]. There is no shorter way to
/// this result, so in a model it also takes the real time, about a millisecond for a megabyte.
#[track_caller]
#[must_use]
pub fn checksum(bytes: &[u8]) -> u64 {
    dispatch(
        cost::checksum(bytes.len()),
        || on_std::checksum(bytes),
        || on_std::checksum(bytes),
    )
}

/// Work without a result.
///
/// Costs `steps` steps: [`cost::busy`].
#[track_caller]
pub fn busy(steps: u64) {
    dispatch(cost::busy(steps), || (), || on_std::busy(steps));
}

/// In a model keeps a core busy for `cost` and takes the quick way, elsewhere the real one.
#[track_caller]
fn dispatch<T>(cost: Duration, in_model: impl FnOnce() -> T, on_std: impl FnOnce() -> T) -> T {
    if model::is_running() {
        model::work(cost);
        in_model()
    } else {
        on_std()
    }
}
