//! The executions of one run: how they are made, and what came of them so far.

use std::sync::Arc;

use runtrace::{Failure, FailureKind};

use super::budget::{Budget, Limit};
use super::explored::{Explored, Size};
use super::schedule::Schedule;
pub(super) use super::settings::ExecutionSettings;
use crate::account::{diagnose, folded, source};
use crate::engine::focus::{Focus, Saw};
use crate::engine::objects::{Kind, Object};
use crate::engine::record::{Recorded, Recording};
use crate::engine::run::{Settings, run};
use crate::engine::schedulers::sampled::{Decision, Sampled};
use crate::engine::schedulers::schedule::Strategy;
use crate::engine::{Ended, Execution};
use crate::engine::{ObjectId, State};

/// What is said of a failure that comes in some interleavings only, if nothing better is known.
pub(super) const ANOTHER_ORDER: &str = "In another order of these steps all is well: what comes out depends on which thread goes \
                             first.";

/// The same of a run in which threads sleep.
const SLEEP_IS_NO_ORDER: &str =
    "A `sleep` does not settle that: a thread that sleeps may still be first.";

/// What is added to what is known of such a failure if threads have panicked.
const IN_SOME_ORDERS: &str = "(In another order of these steps all is well.)";

/// The program of a run, and what came of its executions.
pub(super) struct Explorer {
    pub f: Arc<dyn Fn() + Send + Sync>,
    /// Executions that were begun, those included that turned out to repeat what was seen before.
    pub ran: u64,
    /// The same, with long executions counted as several.
    pub weight: u64,
    pub passed: u64,
    pub failed: u64,
    /// How many had been begun when the first failed, that one included.
    pub first_failure: Option<u64>,
    /// Random schedules that a search has begun with: not among those that are told of, unless one of them is shown.
    pub aside: Aside,
    /// Whether some execution met what only a full one looks into: spurious wake-ups and stale loads.
    pub wants_full: bool,
    /// Whether some thread that polled was passed over in some execution.
    pub polled: bool,
    /// Whether one of them may count its looks.
    pub counted: bool,
    /// Whether one of them was inside a library.
    pub polled_inside: bool,
    /// How closely executions look, but for the seed of hashing.
    pub focus: Focus,
    /// What executions met that a closer look would show more of.
    pub saw: Saw,
    /// Nanoseconds of processor time that other processes have had for executions that are counted here.
    pub elsewhere: i64,
    /// Of their weight, what these were.
    pub helped: u64,
    /// Whether time was up, in spite of all patience, before the least number of executions had been run.
    pub hurried: bool,
    /// Of the longest execution.
    pub size: Size,
    /// The most threads of any execution, main included.
    pub most_threads: usize,
}

/// How many passed and failed of executions that do not count.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Aside {
    pub passed: u64,
    pub failed: u64,
}

/// Steps of an execution that is not long.
const USUAL_LENGTH: u64 = 250;

/// What came of one execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExecutionResult {
    Passed,
    Failed,
    /// It could not be run to its end, and says nothing.
    Nothing,
}

/// A failing execution with everything written down, and how it comes about.
pub(super) struct FailingExecution {
    pub execution: Box<Execution>,
    pub schedule: Schedule,
    /// Where the execution did not do what the schedule says, in words.
    pub divergence: Option<String>,
}

impl Explorer {
    pub fn new(f: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self {
            f,
            ran: 0,
            weight: 0,
            passed: 0,
            failed: 0,
            first_failure: None,
            aside: Aside::default(),
            wants_full: false,
            polled: false,
            counted: false,
            polled_inside: false,
            focus: Focus::default(),
            saw: Saw::default(),
            elsewhere: 0,
            helped: 0,
            hurried: false,
            size: Size::default(),
            most_threads: 0,
        }
    }

    /// Runs one execution and counts it.
    pub fn execute(
        &mut self,
        strategy: Strategy,
        settings: ExecutionSettings,
    ) -> (Box<Execution>, ExecutionResult) {
        let execution = execute(&self.f, strategy, settings, false);
        self.ran += 1;
        self.weight += Self::weight_of(&execution);
        self.wants_full |= execution.met().wants_full();
        self.polled |= execution.met().polling;
        self.counted |= execution.met().counting;
        self.polled_inside |= execution.met().polling_inside;
        self.saw.join(execution.saw());
        self.take_measure(&execution);
        self.most_threads = self.most_threads.max(execution.threads().len());
        let result = match execution.ended() {
            Some(Ended::Redundant | Ended::TooManyThreads | Ended::Unfair) => {
                ExecutionResult::Nothing
            }
            _ if has_failed(&execution) => ExecutionResult::Failed,
            _ => ExecutionResult::Passed,
        };
        match result {
            ExecutionResult::Passed => self.passed += 1,
            ExecutionResult::Failed => {
                self.failed += 1;
                self.first_failure.get_or_insert(self.ran);
            }
            ExecutionResult::Nothing => {}
        }
        (execution, result)
    }

    /// Runs one execution that does not count: it is another way to what was found.
    pub fn try_out(&self, strategy: Strategy, settings: ExecutionSettings) -> Box<Execution> {
        execute(&self.f, strategy, settings, false)
    }

    /// As [`Explorer::try_out`], with everything written down.
    pub fn write_all(&self, strategy: Strategy, settings: ExecutionSettings) -> Box<Execution> {
        execute(&self.f, strategy, settings, true)
    }

    /// What an execution counts: a long one as several.
    pub fn weight_of(execution: &Execution) -> u64 {
        1 + execution.steps() / USUAL_LENGTH
    }

    /// Leaves out of the count what was run since there were so many that `passed` and `failed`.
    pub fn set_aside(&mut self, (passed, failed): (u64, u64)) {
        self.aside.passed += self.passed.saturating_sub(passed);
        self.aside.failed += self.failed.saturating_sub(failed);
        (self.passed, self.failed) = (self.passed.min(passed), self.failed.min(failed));
    }

    /// Whether any execution has, those that were left out included.
    pub fn has_passed(&self) -> bool {
        self.passed + self.aside.passed > 0
    }

    /// Takes what was left out into the count.
    pub fn count_what_was_set_aside(&mut self) {
        self.passed += self.aside.passed;
        self.failed += self.aside.failed;
        self.aside = Aside::default();
    }

    /// Whether the executions so far have met what only a closer look shows. Then that is the look of all that follow, and
    /// the stage that met it has to begin again: what it ran was coarser than what it says.
    pub fn looks_closer(&mut self, passed_before: u64) -> bool {
        let Some(wider) = self.focus.widened(self.saw) else {
            return false;
        };
        self.focus = wider;
        self.passed = passed_before;
        self.failed = 0;
        true
    }

    /// Runs the failing execution that took these decisions once more, this time writing everything down.
    pub fn write_down(
        &self,
        script: Vec<Decision>,
        settings: ExecutionSettings,
    ) -> FailingExecution {
        let mut found = self.follow(script, settings);
        if found.divergence.is_some() || !has_failed(&found.execution) {
            found.execution.has_not_repeated();
        }
        found
    }

    /// Runs the execution that takes these decisions, and writes everything down.
    pub fn follow(&self, script: Vec<Decision>, settings: ExecutionSettings) -> FailingExecution {
        let strategy = Strategy::Sampled(Box::new(Sampled::follow(script.clone())));
        let mut execution = execute(&self.f, strategy, settings, true);
        let Strategy::Sampled(sampled) = execution.strategy() else {
            unreachable!("the strategy set above")
        };
        let divergence = sampled.left_script();
        let preemptions = sampled.preemptions;
        execution.set_preemptions(preemptions);
        folded::fold(&mut execution);
        FailingExecution {
            execution,
            schedule: Schedule::Order { script, settings },
            divergence,
        }
    }

    /// The limit of the stage that has `share` quarters of the budget, and with which `quarters` are used up.
    pub fn until(&self, budget: &Budget, quarters: u32, share: u32) -> Limit {
        budget.until(quarters, share, self.weight)
    }

    /// Whether nothing more may be run.
    pub fn has_reached(&mut self, limit: &Limit) -> bool {
        self.hurried |= limit.is_hurried(self.weight, self.elsewhere);
        limit.is_reached(self.ran, self.weight, self.elsewhere)
    }

    /// Adds to what was explored what made it take long.
    pub fn measure(&self, explored: &mut Explored) {
        explored.hurried = self.hurried;
        explored.size = self.size.clone();
        explored.size.threads = self.most_threads;
    }

    /// There are about so many interleavings.
    pub fn note_size(&mut self, interleavings: Option<u64>) {
        self.size.interleavings = interleavings;
    }

    /// Takes the measure of the longest execution.
    fn take_measure(&mut self, execution: &Execution) {
        if execution.steps() <= self.size.steps {
            return;
        }
        let shared = shared_objects(execution);
        let busiest = shared.max_by_key(|&(id, object)| (object.steps, std::cmp::Reverse(id)));
        self.size.steps = execution.steps();
        self.size.busiest = busiest.map_or_else(String::new, |(_, object)| {
            let place = object.made.map(source::place).unwrap_or_default();
            match place.as_str() {
                "" => object.label.to_owned(),
                place => format!("{} of {place}", object.label),
            }
        });
        self.size.busiest_steps = busiest.map_or(0, |(_, object)| u64::from(object.steps));
    }

    /// The failure to report.
    pub fn failure(&self, found: &FailingExecution) -> Box<Failure> {
        let mut failure = Box::new(told(found));
        failure.executions = self.passed + self.failed;
        failure.always = !self.has_passed();
        if failure.kind == FailureKind::Panic && !failure.always {
            let sleeps = |step: &Recorded| step.op.kind == Kind::Sleep;
            let record = found.execution.recorded();
            failure.trace.closing = match failure.trace.closing.as_str() {
                "" if record.iter().any(sleeps) => format!("{ANOTHER_ORDER} {SLEEP_IS_NO_ORDER}"),
                "" => ANOTHER_ORDER.to_owned(),
                // What is told of a panic in a thread would be the same if it came in every order.
                told if failure.panics.len() > 1 => format!("{told} {IN_SOME_ORDERS}"),
                told => told.to_owned(),
            };
        }
        failure
    }
}

/// A failing execution as it is told to a person.
pub(super) fn told(found: &FailingExecution) -> Failure {
    let execution = &found.execution;
    let mut failure = diagnose::failure(execution);
    if failure.kind == FailureKind::NotReplayable {
        if let Some(why) = &found.divergence {
            failure.message += &format!(": {why}");
            failure.account.clone_from(&failure.message);
        }
        return failure;
    }
    failure.schedule = found.schedule.to_string();
    failure
}

/// The objects that several threads have used, but for those that stand for threads.
pub(super) fn shared_objects(execution: &Execution) -> impl Iterator<Item = (ObjectId, &Object)> {
    let of_threads = |object: &Object| matches!(object.state, State::Life(_) | State::Token(_));
    let objects = (0..).zip(execution.objects());
    objects.filter(move |(_, object)| object.users.is_several() && !of_threads(object))
}

pub(super) fn has_failed(execution: &Execution) -> bool {
    execution.main_panic().is_some()
        || !matches!(execution.ended(), Some(Ended::Complete | Ended::Drained))
}

fn execute(
    f: &Arc<dyn Fn() + Send + Sync>,
    strategy: Strategy,
    settings: ExecutionSettings,
    record: bool,
) -> Box<Execution> {
    let f = f.clone();
    let settings = Settings {
        strategy,
        cores: settings.cores,
        step_limit: settings.step_limit,
        max_threads: settings.max_threads,
        record: if record {
            Recording::Values
        } else {
            Recording::Nothing
        },
        full: settings.full,
        focus: settings.focus,
    };
    run(settings, Box::new(move || f()))
}
