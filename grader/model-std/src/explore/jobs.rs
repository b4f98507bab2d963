//! How many processes a search may use at once.

use std::num::NonZero;

/// How many processes a search may use at once, and when.
///
/// The other processes are copies of this one, on Linux only: each runs a part of the search before the search comes to it.
/// What it has found by then is taken in if it is what the search would find, and thrown away if not. So results do not
/// depend on how many there are, and neither does what is run within a budget: processor time that a copy has used for
/// what is taken in counts as if it had been used here.
///
/// What the closure does outside of the model, such as counting in an atomic of the real std, is lost if a copy does it.
#[derive(Debug, Clone, Copy)]
pub struct Jobs {
    pub(super) most: NonZero<usize>,
    pub(super) may_begin: fn() -> bool,
    pub(super) is_silent: fn() -> bool,
    pub(super) is_patient: bool,
}

impl Jobs {
    /// This many, this process included, whenever there is something to do for them.
    ///
    /// # Panics
    /// If that is none.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            most: NonZero::new(most).expect("a search needs one process at least"),
            may_begin: || true,
            is_silent: || true,
            is_patient: true,
        }
    }

    /// Another process is begun only if this says so. It is asked after every few hundred executions.
    #[must_use]
    pub fn only_if(mut self, may_begin: fn() -> bool) -> Self {
        self.may_begin = may_begin;
        self
    }

    /// Copies that get little of the processors are waited for no longer: on a machine that has become
    /// busy, a search goes on by itself.
    #[must_use]
    pub fn impatient(mut self) -> Self {
        self.is_patient = false;
        self
    }

    /// What a copy has run is taken in only if this is true there at its end: nothing happened that the closure would have
    /// said to others than the model.
    #[must_use]
    pub fn only_while(mut self, is_silent: fn() -> bool) -> Self {
        self.is_silent = is_silent;
        self
    }
}

impl Default for Jobs {
    /// One.
    fn default() -> Self {
        Self::new(1)
    }
}
