//! Which panic came first: a thread that unwraps what another's panic left behind panics in turn, and says nothing new.

use runtrace::Echo;

use crate::engine::Execution;
use crate::engine::objects::{Kind, ObjectId, Tid, Value};
use crate::engine::record::{PanicRecord, Recorded};

/// A thread met a lock that another's panic had poisoned.
pub struct Meeting {
    pub object: ObjectId,
    /// The panic that poisoned it, as an index in the execution's panics.
    pub poisoner: usize,
    /// The steps in which the one took the lock and the other met it.
    pub taken: usize,
    pub taken_again: usize,
}

/// Whether somebody unwrapped the error that a poisoned lock gives.
pub fn is_of_a_poisoned_lock(panic: &PanicRecord) -> bool {
    Echo::of(&panic.message) == Some(Echo::PoisonedLock)
}

/// The panic that this one follows from: the first of its chain, or itself.
pub fn origin(execution: &Execution, panic: usize) -> usize {
    let mut origin = panic;
    // Causes come before their echoes, so this ends.
    while let Some(earlier) = cause(execution, origin).filter(|&earlier| earlier < origin) {
        origin = earlier;
    }
    origin
}

/// The panic that led to this one at once, if it is an echo.
fn cause(execution: &Execution, panic: usize) -> Option<usize> {
    let echo = &execution.panics()[panic];
    let others = |at: &usize| execution.panics()[*at].thread != echo.thread;
    if is_of_a_poisoned_lock(echo) {
        let is_first = |at: &usize| others(at) && !is_of_a_poisoned_lock(&execution.panics()[*at]);
        return poisoned_by(execution, panic)
            .map(|meeting| meeting.poisoner)
            .or_else(|| (0..panic).rev().find(is_first));
    }
    if Echo::of(&echo.message) == Some(Echo::Joined) {
        let joined = joined_last(execution, echo);
        let of_joined = |at: &usize| Some(execution.panics()[*at].thread) == joined;
        return (0..panic)
            .rev()
            .find(of_joined)
            .or_else(|| (0..panic).rev().find(others));
    }
    if Echo::of(&echo.message) == Some(Echo::Scoped) {
        let is_own = |at: &usize| {
            let thread = execution.panics()[*at].thread;
            execution.threads()[thread].spawner == Some(echo.thread)
        };
        return (0..panic).find(is_own);
    }
    None
}

/// The thread that this one joined last before it panicked.
fn joined_last(execution: &Execution, panic: &PanicRecord) -> Option<Tid> {
    let record: &[_] = execution.record()?;
    let own = record[..panic.after.min(record.len())]
        .iter()
        .rev()
        .find(|step| step.thread == panic.thread && step.op.kind.joins())?;
    match own.value {
        Value::Thread(tid) => Some(tid),
        _ => None,
    }
}

/// How a panic that is a [`PoisonError`](std::sync::PoisonError) came about. Of all that panicked with the lock in
/// hand, the first poisoned it: the error holds a guard too, so each victim does as well.
pub fn poisoned_by(execution: &Execution, panic: usize) -> Option<Meeting> {
    let record: &[_] = execution.record()?;
    let victim = &execution.panics()[panic];
    if !is_of_a_poisoned_lock(victim) {
        return None;
    }
    let before = &record[..victim.after.min(record.len())];
    let taken_again = before
        .iter()
        .rposition(|step| step.thread == victim.thread && takes(step))?;
    let object = before[taken_again].op.object;
    execution.panics()[..panic]
        .iter()
        .enumerate()
        .find_map(|(poisoner, first)| {
            let taken = held(record, first, object)?;
            Some(Meeting {
                object,
                poisoner,
                taken,
                taken_again,
            })
        })
}

/// The step in which the thread took the lock that it held when it panicked.
fn held(record: &[Recorded], panic: &PanicRecord, object: ObjectId) -> Option<usize> {
    let before = &record[..panic.after.min(record.len())];
    let last = before.iter().rposition(|step| {
        let gives_back = matches!(step.op.kind, Kind::Unlock);
        step.thread == panic.thread && step.op.object == object && (takes_alone(step) || gives_back)
    })?;
    takes_alone(&before[last]).then_some(last)
}

/// Whether the step took a lock, for writing or reading.
pub fn takes(step: &Recorded) -> bool {
    takes_alone(step) || matches!(step.op.kind, Kind::Read | Kind::TryRead) && step.done
}

/// Whether it took one for writing, which a panic poisons.
fn takes_alone(step: &Recorded) -> bool {
    matches!(step.op.kind, Kind::Lock | Kind::Write | Kind::TryLock) && step.done
}
