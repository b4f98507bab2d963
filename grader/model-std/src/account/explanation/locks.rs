//! What goes wrong with locks that are there: what was learned under one no longer holds when it is taken again.

use super::view::{Explanation, RunView};
use crate::account::attribution::takes;
use crate::account::{names, rows, source};
use crate::engine::objects::{Kind, Value};
use crate::engine::record::Recorded;

/// A thread lets go of a lock and takes it again, and another has changed what it guards in between: what the first
/// learned may be out of date. One that only looked the first time and then acts is the likelier culprit.
pub fn let_go(run: &RunView<'_>) -> Option<Explanation> {
    let record = run.record;
    let found: Vec<[usize; 3]> = (0..record.len())
        .filter(|&at| takes(&record[at]) && !run.is_of_the_test(at))
        .filter_map(|at| taken_again(record, at))
        .filter(|steps| steps.iter().all(|&at| !run.is_called_by_the_test(at)))
        .collect();
    let acts = |[first, _, again]: &&[usize; 3]| {
        changes_under_lock(record, *again) && !changes_under_lock(record, *first)
    };
    // The same line again and again is a loop, each round of which may well stand for itself.
    let differs =
        |[first, _, again]: &&[usize; 3]| record[*first].op.site != record[*again].op.site;
    let surely = found.iter().find(acts);
    let [first, other, again] = *surely.or_else(|| found.iter().find(differs))?;
    let held = if surely.is_some() {
        "no longer held"
    } else {
        "may no longer have held"
    };
    let kept = match source::keeps_no_guard(record[first].op.site) {
        true => {
            " The guard has no name there, so it is dropped, and the lock let go, at the end of that statement. Keep \
                 it in a variable (`let mut guard = ...`), and look and change through that one guard."
        }
        false => "",
    };
    Some(Explanation {
        sentence: format!(
            "{} had the {} {}, let go of it, and took it again {}. In between, {}, {} changed what it guards, so what \
             {} had seen the first time {held}.",
            run.who(first),
            run.object(first),
            run.at(first),
            run.at(again),
            run.at(other),
            run.who(other),
            run.who(first),
        ) + kept,
        steps: vec![first, other, again],
    })
}

/// That a thread had taken a lock just before that step, and held nothing any more: the guard was never kept. One that
/// changed what it guards has done its work, whatever else the thread looks at then.
pub fn held_for_nothing(run: &RunView<'_>, step: usize) -> Option<String> {
    let record = run.record;
    let thread = record[step].thread;
    let own = |before: usize| run.last(before, thread, |_| true);
    let unlocked = own(step)?;
    let locked = own(unlocked)?;
    let is_empty = takes(&record[locked])
        && matches!(record[unlocked].op.kind, Kind::Unlock | Kind::UnlockRead)
        && record[locked].op.object == record[unlocked].op.object
        && !record[unlocked].done
        && record[unlocked].value != Value::Unclear;
    let why = if source::keeps_no_guard(record[locked].op.site) {
        "the guard was not kept: it was dropped at the end of its statement, so nothing was held from then on. A guard \
         needs a name (`let guard = ...`), and lives to the end of its block."
    } else {
        "let go of it again at once: a lock keeps others out only while its guard lives, which is to the end of its block \
         or until it is dropped."
    };
    is_empty.then(|| {
        format!(
            " {} had locked the {} {}, but {why}",
            run.who(step),
            run.object(locked),
            run.at(locked),
        )
    })
}

/// A thread found a lock taken, and went on without it and for good.
pub fn gave_up(run: &RunView<'_>) -> Option<Explanation> {
    let record = run.record;
    let tried = (0..record.len()).find(|&at| {
        let step = &record[at];
        let fails = matches!(step.op.kind, Kind::TryLock | Kind::TryRead) && !step.done;
        let again =
            |later: &Recorded| later.thread == step.thread && later.op.object == step.op.object;
        fails && !record[at + 1..].iter().any(again) && !run.is_of_the_test(at)
    })?;
    let object = record[tried].op.object;
    let is_holder = |step: &Recorded| takes(step) && step.op.object == object;
    let taken = record[..tried].iter().rposition(is_holder)?;
    Some(Explanation {
        sentence: format!(
            "{} tried to lock the {} {}, found it held by {}, and went on without it. `{}` does not wait; what it \
             was to do under the lock was not done.",
            run.who(tried),
            run.object(tried),
            run.at(tried),
            run.who(taken),
            names::word(record[tried].op.kind),
        ),
        steps: vec![taken, tried],
    })
}

/// The lock taken at `first`, another thread's change under it, and the next time that the first thread takes it: the
/// indices of the three steps.
fn taken_again(record: &[Recorded], first: usize) -> Option<[usize; 3]> {
    let Recorded { thread, op, .. } = &record[first];
    let same = |at: usize| takes(&record[at]) && record[at].op.object == op.object;
    let again = (first + 1..record.len()).find(|&at| same(at) && record[at].thread == *thread)?;
    // A wait gives the lock back and takes it again by design; and to wait for others is to expect changes by them.
    let waits = record[first..again].iter().any(|step| {
        let waits = rows::waits(step.op.kind)
            && !matches!(step.op.kind, Kind::Lock | Kind::Write | Kind::Read);
        step.thread == *thread && (waits || step.op.kind == Kind::Enqueue)
    });
    let changed =
        |&at: &usize| same(at) && record[at].thread != *thread && changes_under_lock(record, at);
    let other = (first + 1..again).rev().find(changed)?;
    (!waits).then_some([first, other, again])
}

/// The lock that a thread held at that step: the one it took last, and the step in which it did.
pub fn held_at(run: &RunView<'_>, step: usize) -> Option<usize> {
    let record = run.record;
    let thread = record[step].thread;
    (0..step).rev().find(|&at| {
        let taken = &record[at];
        let gives_back = |later: &Recorded| {
            let gives = matches!(later.op.kind, Kind::Unlock | Kind::UnlockRead);
            gives && later.thread == thread && later.op.object == taken.op.object
        };
        taken.thread == thread && takes(taken) && !record[at..step].iter().any(gives_back)
    })
}

/// Whether the critical section that begins at `at` changed what the lock guards.
pub fn changes_under_lock(record: &[Recorded], at: usize) -> bool {
    end_of(record, at).is_some_and(|unlock| unlock.done && unlock.op.kind != Kind::UnlockRead)
}

/// Whether the critical section that begins at `at` may have changed what the guarded value points to.
pub fn may_change_under_lock(record: &[Recorded], at: usize) -> bool {
    end_of(record, at).is_some_and(|unlock| unlock.value == Value::Unclear)
}

/// The step that ends the critical section which begins at `at`.
fn end_of(record: &[Recorded], at: usize) -> Option<&Recorded> {
    let Recorded { thread, op, .. } = &record[at];
    let ends = |step: &&Recorded| {
        let gives_back = matches!(
            step.op.kind,
            Kind::Unlock | Kind::UnlockRead | Kind::Downgrade
        );
        step.thread == *thread && step.op.object == op.object && gives_back
    };
    record[at..].iter().find(ends)
}
