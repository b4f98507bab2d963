//! `Barrier`.

use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

use super::monitor::Monitor;
use crate::model::Waiting;

/// A place where so many threads wait for each other; see [`std::sync::Barrier`].
pub struct Barrier {
    size: usize,
    state: Monitor<State>,
}

struct State {
    arrived: usize,
    /// Times that all were there.
    rounds: usize,
}

impl UnwindSafe for Barrier {}
impl RefUnwindSafe for Barrier {}

/// Tells one of the threads that it is the leader.
#[derive(Debug)]
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// Whether this thread is.
    #[must_use]
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl Barrier {
    /// A barrier for `size` threads. No `const fn`: nothing of loom's can lie in a static.
    #[must_use]
    pub fn new(size: usize) -> Self {
        Self {
            size,
            state: Monitor::new(State {
                arrived: 0,
                rounds: 0,
            }),
        }
    }

    /// Waits until all are there.
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let waiting = Waiting {
            what: "a Barrier",
            at: Location::caller(),
        };
        let mut round = None;
        let leads = self.state.wait(waiting, |state| {
            let Some(round) = round else {
                round = Some(state.rounds);
                state.arrived += 1;
                let last = state.arrived >= self.size;
                if last {
                    state.arrived = 0;
                    state.rounds += 1;
                }
                return last.then_some(true);
            };
            (state.rounds != round).then_some(false)
        });
        BarrierWaitResult(leads)
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}
