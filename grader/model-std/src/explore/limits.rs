//! What builders take as cores and as limits of threads.

use std::num::NonZero;

use crate::engine::Ended;
use crate::engine::run::MOST_STARTED;

/// The cores of a machine.
///
/// # Panics
/// If there are none.
#[track_caller]
pub(super) fn cores(cores: usize) -> NonZero<usize> {
    NonZero::new(cores).expect("a machine has at least one core")
}

/// A limit of the threads that an execution may start besides main.
///
/// # Panics
/// If it is beyond what a model can hold.
#[track_caller]
pub(super) fn threads(most: usize) -> usize {
    assert!(
        most <= MOST_STARTED,
        "`max_threads({most})` is too many: a model starts at most {MOST_STARTED} threads"
    );
    most
}

/// Whether the program goes on starting threads. A limit of the caller's own is more likely met by
/// a program that ends.
pub(super) fn is_without_end(ended: Option<&Ended>, max_threads: usize) -> bool {
    match ended {
        Some(Ended::Crowd { alive, .. }) => *alive || max_threads == MOST_STARTED,
        _ => false,
    }
}
