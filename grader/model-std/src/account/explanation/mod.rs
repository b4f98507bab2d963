//! The closing sentence of a failing run: what went wrong, if the run is of a shape that can be
//! named.
//!
//! Each shape is looked for in the record by a function of its own. The first that is found is
//! told, the most certain first: a value that memory kept back explains a failure for sure, a lock
//! that was let go only perhaps.
//!
//! A test is never to blame for what it finds: where the run has steps of other files, those of a
//! file of tests, and objects made there, explain nothing.

mod atomics;
mod channel;
mod deadlock;
mod locks;
mod poison;
mod stale;
mod unjoined;
mod view;
mod wakes;

use view::{Explanation, RunView};

use crate::engine::objects::Tid;
use crate::engine::{Ended, Execution};

/// What explains a run that failed, and the threads that main did not wait for, if that is what it tells.
pub fn of(execution: &Execution) -> (Explanation, Vec<Tid>) {
    let Some(record) = execution.record() else {
        return Default::default();
    };
    let mut late = Vec::new();
    let run = RunView::new(execution, record);
    let found = match execution.ended() {
        Some(Ended::Deadlock) => deadlock::circle(&run)
            .or_else(|| wakes::lost(&run))
            .or_else(|| wakes::not_notified(&run))
            .or_else(|| wakes::unparked_too_soon(&run))
            .or_else(|| channel::is_open(&run)),
        Some(Ended::Livelock | Ended::StepLimit) => None,
        _ => stale::read(&run)
            .or_else(|| wakes::spurious(&run))
            .or_else(|| atomics::failed_for_nothing(&run))
            .or_else(|| poison::met(&run))
            .or_else(|| channel::cut_off(&run))
            .or_else(|| atomics::lost_update(&run))
            .or_else(|| {
                let (explanation, threads) = unjoined::went_on(&run)?;
                late = threads;
                Some(explanation)
            })
            .or_else(|| locks::let_go(&run))
            .or_else(|| locks::gave_up(&run))
            .or_else(|| atomics::acted_on_what_was_over(&run))
            .or_else(|| wakes::not_asked_again(&run)),
    };
    (found.unwrap_or_default(), late)
}
