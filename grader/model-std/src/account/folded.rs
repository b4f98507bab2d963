//! What threads do inside a library that is compiled on the model, as a reader wants it: where they come in.
//!
//! A call of rayon takes hundreds of steps, at places that are no lines of the program and on objects that it does not
//! know. They would bury what the program does, and explain nothing that its author could mend.

use std::collections::HashMap;

use crate::engine::Execution;
use crate::engine::objects::{Kind, NO_OBJECT, Op, Site, Tid, Value};
use crate::engine::record::{Record, Recorded};
use crate::source_path;

/// Leaves one step of each stretch that a thread is inside a library for, called from one place. Panics and the count of
/// interruptions are brought into line.
pub fn fold(execution: &mut Execution) {
    let Some(record) = execution.record() else {
        return;
    };
    if !record.iter().any(|step| step.op.inside) {
        return;
    }
    let mut folded = Folded::default();
    // For each step, how many are left of those before it.
    let mut before = Vec::with_capacity(record.len());
    for step in record {
        before.push(folded.steps.len());
        folded.push(step);
    }
    let steps = folded.steps;
    let left = |step: usize| before.get(step).copied().unwrap_or(steps.len());
    let panics = execution.panics().iter().map(|panic| left(panic.after));
    let panics = panics.collect();
    let interruptions = steps.iter().filter(|step| step.interrupts).count();
    let interruptions = u32::try_from(interruptions).unwrap_or(u32::MAX);
    execution.retell(Record::of(steps), panics);
    execution.set_preemptions(interruptions);
}

#[derive(Default)]
struct Folded {
    steps: Vec<Recorded>,
    /// From where the threads that are inside a library have called it, as far as is known.
    called_from: HashMap<Tid, Option<Site>>,
    /// Whether a step that was left out interrupts the thread of the last one that was not.
    interrupts: bool,
}

impl Folded {
    fn push(&mut self, step: &Recorded) {
        let tid = step.thread;
        let is_further_in = if step.op.inside {
            let is_known = !source_path::is_inside_std(step.op.site.file());
            let site = is_known.then_some(step.op.site);
            self.called_from.insert(tid, site) == Some(site)
        } else {
            self.called_from.remove(&tid);
            false
        };
        self.interrupts |= step.interrupts;
        if is_further_in {
            return;
        }
        let is_another = self.steps.last().is_some_and(|last| last.thread != tid);
        let mut kept = if step.op.inside {
            call(step)
        } else {
            step.clone()
        };
        kept.interrupts = self.interrupts && is_another;
        self.interrupts = false;
        self.steps.push(kept);
    }
}

/// The step as no more than that its thread is inside a library.
fn call(step: &Recorded) -> Recorded {
    let mut op = Op::new(Kind::Yield, NO_OBJECT, step.op.site);
    op.inside = true;
    Recorded {
        op,
        value: Value::None,
        shown: None,
        order: None,
        done: true,
        ..step.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;

    fn step(thread: Tid, inside: bool, site: Site) -> Recorded {
        let mut op = Op::new(Kind::Load, 3, site);
        op.inside = inside;
        Recorded {
            thread,
            op,
            since: 0,
            at: 0,
            value: Value::None,
            shown: None,
            order: None,
            done: true,
            interrupts: false,
        }
    }

    #[test]
    fn a_stretch_inside_a_library_is_one_step_and_its_interruptions_are_kept() {
        let (here, there) = (Location::caller(), step_elsewhere());
        let mut interrupting = step(2, true, here);
        interrupting.interrupts = true;
        let mut folded = Folded::default();
        for step in [
            step(1, true, here),
            step(1, true, here),
            step(2, true, here),
            step(1, true, here),
            step(1, false, here),
            interrupting,
            step(2, false, here),
            step(1, true, there),
        ] {
            folded.push(&step);
        }
        let told = folded.steps.iter();
        let told: Vec<_> = told
            .map(|step| (step.thread, step.op.inside, step.interrupts))
            .collect();
        assert_eq!(
            told,
            [
                (1, true, false),
                (2, true, false),
                (1, false, false),
                (2, false, true),
                (1, true, false)
            ]
        );
    }

    fn step_elsewhere() -> Site {
        Location::caller()
    }
}
