//! The closing sentence of a failing run: what went wrong, if the run is of a shape that can be named.
//!
//! Each shape is looked for in the record by a function of its own. The first that is found is told, the most certain
//! first: a value that memory kept back explains a failure for sure, a lock that was let go only perhaps.
//!
//! A test is never to blame for what it finds: where the run has steps of other files, those of a file of tests, and
//! objects made there, explain nothing.

mod atomics;
mod channel;
mod deadlock;
mod locks;
mod poison;
mod stale;
mod unjoined;
mod wakes;

use crate::engine::execution::{Ended, Execution};
use crate::engine::op::{ObjectId, Tid};
use crate::engine::record::Recorded;
use crate::report::blame::takes;
use crate::report::{names, rows, source};

/// What is said at the end, and of which steps.
#[derive(Default)]
pub struct Closing {
    /// One sentence or two; empty if nothing could be named.
    pub sentence: String,
    /// The steps it speaks of, as indices in the record.
    pub steps: Vec<usize>,
}

/// The closing of a run, and the threads that main did not wait for, if that is what it tells.
pub fn of(execution: &Execution) -> (Closing, Vec<Tid>) {
    let Some(record) = &execution.record else {
        return Default::default();
    };
    let mut late = Vec::new();
    let story = Story::new(execution, record);
    let found = match execution.ended {
        Some(Ended::Deadlock) => deadlock::circle(&story)
            .or_else(|| wakes::lost(&story))
            .or_else(|| wakes::not_notified(&story))
            .or_else(|| wakes::unparked_too_soon(&story))
            .or_else(|| channel::is_open(&story)),
        Some(Ended::Livelock | Ended::StepLimit) => None,
        _ => stale::read(&story)
            .or_else(|| wakes::spurious(&story))
            .or_else(|| poison::met(&story))
            .or_else(|| channel::cut_off(&story))
            .or_else(|| atomics::lost_update(&story))
            .or_else(|| {
                let (closing, threads) = unjoined::went_on(&story)?;
                late = threads;
                Some(closing)
            })
            .or_else(|| locks::let_go(&story))
            .or_else(|| locks::gave_up(&story))
            .or_else(|| atomics::acted_on_what_was_over(&story))
            .or_else(|| wakes::not_asked_again(&story)),
    };
    (found.unwrap_or_default(), late)
}

/// A run that is looked at, and words for what is seen.
struct Story<'run> {
    execution: &'run Execution,
    record: &'run [Recorded],
    /// Whether some step is of a file that is none of tests.
    is_tested: bool,
}

impl<'run> Story<'run> {
    fn new(execution: &'run Execution, record: &'run [Recorded]) -> Self {
        let is_tested = record.iter().any(|step| {
            let file = step.op.site.file();
            rows::is_shown(step) && !source::is_inside_a_library(file) && !source::is_of_tests(file)
        });
        Self {
            execution,
            record,
            is_tested,
        }
    }

    /// Whether the step is a test's own, or acts on an object of its own.
    fn is_of_the_test(&self, step: usize) -> bool {
        self.is_called_by_the_test(step) || self.is_made_by_the_test(self.record[step].op.object)
    }

    fn is_called_by_the_test(&self, step: usize) -> bool {
        self.is_tested && source::is_of_tests(self.record[step].op.site.file())
    }

    fn is_made_by_the_test(&self, object: ObjectId) -> bool {
        let object = self.execution.objects.get(object as usize);
        let made = object.and_then(|object| object.made);
        self.is_tested && made.is_some_and(|made| source::is_of_tests(made.file()))
    }

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

    /// "in step 4 (src/lib.rs:12)", or "at src/lib.rs:12" where a timeline is shown, which has no numbers.
    fn at(&self, step: usize) -> String {
        let place = names::place(&self.record[step]);
        let time = self.execution.main_done.unwrap_or(self.execution.now);
        if self.execution.is_timed() && time > 0 && !place.is_empty() {
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

    /// The threads other than this one that have not ended.
    fn others_left(&self, tid: Tid) -> Vec<Tid> {
        (0..self.execution.threads.len())
            .filter(|&other| other != tid && !self.execution.threads[other].finished)
            .collect()
    }
}
