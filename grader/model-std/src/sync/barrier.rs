//! `Barrier`.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

use crate::engine::{self, Action, Handle, Kind, Op, Site, State};

/// Lets threads go on only once `n` of them have arrived; see [`std::sync::Barrier`].
pub struct Barrier {
    handle: Handle,
    made: Site,
    size: usize,
}

impl UnwindSafe for Barrier {}
impl RefUnwindSafe for Barrier {}

/// Tells the one thread of each round that is its leader.
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// Whether this thread was the last to arrive.
    #[must_use]
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl Barrier {
    /// A barrier for `n` threads; 0 counts as 1.
    #[track_caller]
    #[must_use]
    pub const fn new(n: usize) -> Self {
        Self {
            handle: Handle::new(),
            made: Location::caller(),
            size: n,
        }
    }

    /// Waits until `n` threads, this one included, have called `wait`.
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let site = Location::caller();
        let state = || State::barrier(self.size);
        let id = engine::object(&self.handle, "Barrier", Some(self.made), state);
        let arrived = engine::step(Kind::Arrive, id, site);
        if !arrived.done {
            engine::step_with(
                Op::new(Kind::Leave, id, site).until(arrived.value),
                Action::Plain,
            );
        }
        BarrierWaitResult(arrived.done)
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}

impl fmt::Debug for BarrierWaitResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarrierWaitResult")
            .field("is_leader", &self.is_leader())
            .finish()
    }
}
