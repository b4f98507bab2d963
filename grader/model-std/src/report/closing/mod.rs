//! The closing sentence of a failing run: what went wrong, if the run is of a shape that can be named.
//!
//! Each shape is looked for in the record by a function of its own. The first that is found is told, the most certain
//! first: a value that memory kept back explains a failure for sure, a lock that was let go only perhaps.

mod atomics;
mod deadlock;
mod locks;
mod poison;
mod readers;
mod wakes;

use crate::engine::execution::{Ended, Execution};
use crate::engine::op::{Kind, Tid};
use crate::engine::record::Recorded;
use crate::report::{names, rows};

/// What is said at the end, and of which steps.
#[derive(Default)]
pub struct Closing {
    /// One sentence or two; empty if nothing could be named.
    pub sentence: String,
    /// The steps it speaks of, as indices in the record.
    pub steps: Vec<usize>,
}

/// The closing of a run.
pub fn of(execution: &Execution) -> Closing {
    let Some(record) = &execution.record else {
        return Closing::default();
    };
    let story = Story { execution, record };
    let found = match execution.ended {
        Some(Ended::Deadlock) => wakes::lost(&story).or_else(|| deadlock::remedy(&story)),
        Some(Ended::Livelock | Ended::StepLimit) => None,
        _ => atomics::stale_read(&story)
            .or_else(|| wakes::spurious(&story))
            .or_else(|| poison::met(&story))
            .or_else(|| atomics::lost_update(&story))
            .or_else(|| locks::let_go(&story)),
    };
    found.unwrap_or_default()
}

/// A run that is looked at, and words for what is seen.
struct Story<'run> {
    execution: &'run Execution,
    record: &'run [Recorded],
}

impl Story<'_> {
    fn name(&self, tid: Tid) -> String {
        self.execution.thread_name(tid)
    }

    /// The name of the thread that did the step.
    fn who(&self, step: usize) -> String {
        self.name(self.record[step].thread)
    }

    /// What the step acted on.
    fn object(&self, step: usize) -> String {
        names::object(self.execution, self.record[step].op.object)
    }

    /// "in step 4 (src/lib.rs:12)", or "at src/lib.rs:12" in virtual time, where steps are not shown by number.
    fn at(&self, step: usize) -> String {
        let place = names::place(&self.record[step]);
        if self.execution.is_timed() {
            return format!("at {place}");
        }
        let number = rows::number(self.record, step);
        if place.is_empty() {
            format!("in step {number}")
        } else {
            format!("in step {number} ({place})")
        }
    }

    /// The last step of the thread before `before` for which this holds.
    fn last(&self, before: usize, thread: Tid, holds: impl Fn(&Recorded) -> bool) -> Option<usize> {
        // Of a very long run, not every step is kept.
        self.record[..before.min(self.record.len())]
            .iter()
            .rposition(|step| step.thread == thread && holds(step))
    }
}

/// Whether the step took a lock, for writing or reading.
fn takes(step: &Recorded) -> bool {
    matches!(
        step.op.kind,
        Kind::Lock | Kind::Read | Kind::TryLock | Kind::TryRead
    ) && step.done
}
