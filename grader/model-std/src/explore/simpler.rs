//! Makes the schedule of a failing execution simpler: as few interruptions as it can do with.
//!
//! A schedule drawn by chance switches for no reason again and again. A reader wants the few
//! switches that matter. So each stretch of steps of one thread is moved to the thread's stretch
//! before it, or that one is kept back until the later one, which both leave out the switches
//! between; if the program still fails in the same way, that is the schedule from there on.

use std::collections::VecDeque;

use super::explorer::{ExecutionSettings, Explorer, has_failed};
use crate::engine::objects::Tid;
use crate::engine::schedulers::sampled::{Decision, Sampled};
use crate::engine::schedulers::schedule::Strategy;
use crate::engine::{Ended, Execution};

/// Executions that are run for a simpler schedule, at most; a long one counts as several.
const MOST: u64 = 1_000;

/// An execution under a schedule: what it took to get there.
struct Tried {
    script: Vec<Decision>,
    preemptions: u32,
}

/// A schedule under which the program fails as under `script`, with as few interruptions as could
/// be found.
pub(super) fn simplified(
    explorer: &Explorer,
    script: Vec<Decision>,
    settings: ExecutionSettings,
) -> Vec<Decision> {
    let mut weight = 0;
    let Some((mut best, failure)) = attempt(explorer, &script, settings, None, &mut weight) else {
        return script;
    };
    let mut at = 0;
    while weight < MOST {
        let now = stretches(&best.script);
        if at >= now.len() {
            break;
        }
        let simpler = [moved_forward, kept_back].into_iter().find_map(|moved| {
            let candidate = moved(&now, at)?;
            let (tried, _) = attempt(explorer, &candidate, settings, Some(failure), &mut weight)?;
            tried.is_simpler_than(&best).then_some(tried)
        });
        match simpler {
            Some(tried) => {
                best = tried;
                // What comes before can be simpler now.
                at = at.saturating_sub(2);
            }
            None => at += 1,
        }
    }
    best.script
}

impl Tried {
    fn is_simpler_than(&self, other: &Self) -> bool {
        (self.preemptions, stretches(&self.script).len())
            < (other.preemptions, stretches(&other.script).len())
    }
}

/// Runs the schedule as far as the program allows. `None` if the program passes or fails in another
/// way than `expected`.
fn attempt(
    explorer: &Explorer,
    script: &[Decision],
    settings: ExecutionSettings,
    expected: Option<Way>,
    weight: &mut u64,
) -> Option<(Tried, Way)> {
    let outline: VecDeque<_> = script.iter().copied().collect();
    let strategy = Strategy::Sampled(Box::new(Sampled::follow_roughly(outline)));
    let execution = explorer.try_out(strategy, settings);
    *weight += Explorer::weight_of(&execution);
    let way = Way::of(&execution)?;
    if expected.is_some_and(|expected| expected != way) {
        return None;
    }
    let Strategy::Sampled(sampled) = execution.into_strategy() else {
        unreachable!("the strategy set above")
    };
    let tried = Tried {
        script: sampled.taken,
        preemptions: sampled.preemptions,
    };
    Some((tried, way))
}

/// How an execution fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Panic,
    Deadlock,
    Other,
}

impl Way {
    fn of(execution: &Execution) -> Option<Self> {
        match execution.ended() {
            _ if !has_failed(execution) => None,
            _ if execution.main_panic().is_some() => Some(Self::Panic),
            Some(Ended::Deadlock) => Some(Self::Deadlock),
            Some(Ended::NotReplayable | Ended::Unfair) => None,
            _ => Some(Self::Other),
        }
    }
}

/// Decisions in a row that let the same thread go on, with the choices that its operations make.
struct Stretch {
    thread: Tid,
    decisions: Vec<Decision>,
}

fn stretches(script: &[Decision]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for &decision in script {
        match (decision, stretches.last_mut()) {
            (Decision::Thread(tid), Some(last)) if last.thread == tid => {
                last.decisions.push(decision);
            }
            (Decision::Choice(_), Some(last)) => last.decisions.push(decision),
            (Decision::Thread(thread), _) => stretches.push(Stretch {
                thread,
                decisions: vec![decision],
            }),
            // A choice before the first decision about threads is main's.
            (Decision::Choice(_), None) => stretches.push(Stretch {
                thread: 0,
                decisions: vec![decision],
            }),
        }
    }
    stretches
}

/// The schedule in which the first later stretch of the thread of stretch `at` comes right after
/// that. `None` if there is none.
fn moved_forward(stretches: &[Stretch], at: usize) -> Option<Vec<Decision>> {
    let later = later(stretches, at)?;
    Some(moved(stretches, later, at + 1))
}

/// The schedule in which stretch `at` comes right before the first later one of its thread. `None`
/// if there is none.
fn kept_back(stretches: &[Stretch], at: usize) -> Option<Vec<Decision>> {
    let later = later(stretches, at)?;
    Some(moved(stretches, at, later - 1))
}

/// The first later stretch of the thread of stretch `at`.
fn later(stretches: &[Stretch], at: usize) -> Option<usize> {
    let thread = stretches.get(at)?.thread;
    let rest = &stretches[at + 1..];
    let later = rest.iter().position(|stretch| stretch.thread == thread);
    Some(at + 1 + later?)
}

fn moved(stretches: &[Stretch], from: usize, to: usize) -> Vec<Decision> {
    let mut order: Vec<&Stretch> = stretches.iter().collect();
    let stretch = order.remove(from);
    order.insert(to, stretch);
    order
        .iter()
        .flat_map(|stretch| stretch.decisions.iter().copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(threads: &[Tid]) -> Vec<Decision> {
        threads.iter().map(|&tid| Decision::Thread(tid)).collect()
    }

    #[test]
    fn a_stretch_is_moved_to_the_stretch_of_its_thread_before_it() {
        let before = script(&[0, 1, 2, 2, 1, 1, 0]);
        let moved = |at| moved_forward(&stretches(&before), at);
        assert_eq!(moved(1), Some(script(&[0, 1, 1, 1, 2, 2, 0])));
        assert_eq!(moved(0), Some(script(&[0, 0, 1, 2, 2, 1, 1])));
        assert_eq!(moved(2), None, "nothing comes later");
        assert_eq!(moved(5), None);
        let kept = |at| kept_back(&stretches(&before), at);
        assert_eq!(kept(1), Some(script(&[0, 2, 2, 1, 1, 1, 0])));
        assert_eq!(kept(0), Some(script(&[1, 2, 2, 1, 1, 0, 0])));
        assert_eq!(kept(2), None);
    }

    #[test]
    fn choices_go_with_the_thread_whose_operation_makes_them() {
        let [choice, one, two] = [
            Decision::Choice(1),
            Decision::Thread(1),
            Decision::Thread(2),
        ];
        let stretches = stretches(&[one, choice, two, one, choice]);
        assert_eq!(
            moved_forward(&stretches, 0),
            Some(vec![one, choice, one, choice, two])
        );
    }
}
