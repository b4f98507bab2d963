//! A failing run as the explanations look at it, and what they say.

use crate::account::{names, rows, source};
use crate::engine::Execution;
use crate::engine::objects::{ObjectId, Tid};
use crate::engine::record::Recorded;
use crate::source_path;

/// What is said at the end, and of which steps.
#[derive(Default)]
pub struct Explanation {
    /// One sentence or two; empty if nothing could be named.
    pub sentence: String,
    /// The steps it speaks of, as indices in the record.
    pub steps: Vec<usize>,
}

/// A run that is looked at, and words for what is seen.
pub struct RunView<'run> {
    pub execution: &'run Execution,
    pub record: &'run [Recorded],
    /// Whether some step is of a file that is none of tests.
    is_tested: bool,
}

impl<'run> RunView<'run> {
    pub fn new(execution: &'run Execution, record: &'run [Recorded]) -> Self {
        let is_tested = record.iter().any(|step| {
            let file = step.op.site.file();
            rows::is_shown(step)
                && !source_path::is_inside_a_library(file)
                && !source::is_of_tests(file)
        });
        Self {
            execution,
            record,
            is_tested,
        }
    }

    /// Whether the step is a test's own, or acts on an object of its own.
    pub fn is_of_the_test(&self, step: usize) -> bool {
        self.is_called_by_the_test(step) || self.is_made_by_the_test(self.record[step].op.object)
    }

    pub fn is_called_by_the_test(&self, step: usize) -> bool {
        self.is_tested && source::is_of_tests(self.record[step].op.site.file())
    }

    pub fn is_made_by_the_test(&self, object: ObjectId) -> bool {
        let object = self.execution.objects().get(object as usize);
        let made = object.and_then(|object| object.made);
        self.is_tested && made.is_some_and(|made| source::is_of_tests(made.file()))
    }

    pub fn name(&self, tid: Tid) -> String {
        self.execution.thread_name(tid)
    }

    /// The name of the thread that did the step.
    pub fn who(&self, step: usize) -> String {
        self.name(self.record[step].thread)
    }

    /// What the step acted on.
    pub fn object(&self, step: usize) -> String {
        names::object(self.execution, self.record[step].op.object)
    }

    /// "in step 4 (src/lib.rs:12)", or "at src/lib.rs:12" where a timeline is shown, which has no
    /// numbers.
    pub fn at(&self, step: usize) -> String {
        let place = names::place(&self.record[step]);
        let time = self.execution.main_done().unwrap_or(self.execution.now());
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
    pub fn last(
        &self,
        before: usize,
        thread: Tid,
        holds: impl Fn(&Recorded) -> bool,
    ) -> Option<usize> {
        // Of a very long run, not every step is kept.
        self.record[..before.min(self.record.len())]
            .iter()
            .rposition(|step| step.thread == thread && holds(step))
    }

    /// The threads other than this one that have not ended.
    pub fn others_left(&self, tid: Tid) -> Vec<Tid> {
        (0..self.execution.threads().len())
            .filter(|&other| other != tid && !self.execution.threads()[other].finished)
            .collect()
    }
}
