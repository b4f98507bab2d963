//! The closing sentence of a trace: what went wrong, if the trace is of a shape that can be named.

use crate::engine::execution::Execution;
use crate::engine::op::{Kind, Tid};
use crate::engine::record::{Recorded, Value};
use crate::report::{names, source};

/// One sentence, or `None` if the steps must speak for themselves.
pub fn sentence(execution: &Execution) -> Option<String> {
    let record = execution.record.as_ref()?;
    stale_read(execution, record)
        .or_else(|| lost_wake_up(execution, record))
        .or_else(|| woken_for_nothing(execution, record))
        .or_else(|| lost_update(execution, record))
        .or_else(|| lock_let_go(execution, record))
}

fn stale_read(execution: &Execution, record: &[Recorded]) -> Option<String> {
    record.iter().find_map(|step| {
        let Value::Stale(read, latest, shape) = step.value else { return None };
        Some(format!(
            "At {} {} read {}, although the latest value was {}: nothing orders that load after the store \
             (its ordering is too weak).",
            names::place(step),
            execution.thread_name(step.thread),
            shape.show(read),
            shape.show(latest),
        ))
    })
}

/// A thread waits for ever to be notified, and was notified before it began to wait.
fn lost_wake_up(execution: &Execution, record: &[Recorded]) -> Option<String> {
    let (waiter, op) = execution
        .threads
        .iter()
        .enumerate()
        .find_map(|(tid, thread)| {
            thread
                .pending
                .filter(|op| op.kind == Kind::Wake && !execution.is_enabled(tid))
                .map(|op| (tid, op))
        })?;
    let began = record
        .iter()
        .rposition(|step| step.thread == waiter && step.op.kind == Kind::Enqueue)?;
    let notifies = |step: &&Recorded| {
        matches!(step.op.kind, Kind::NotifyOne | Kind::NotifyAll) && step.op.object == op.object
    };
    if record[began..].iter().any(|step| notifies(&step)) {
        return None;
    }
    let notified = record[..began].iter().rev().find(notifies)?;
    Some(format!(
        "{} notified at {}, before {} began to wait at {}. A notification is not kept for later: it is lost.",
        execution.thread_name(notified.thread),
        names::place(notified),
        execution.thread_name(waiter),
        source::place(op.site),
    ))
}

/// A wait returned although nobody had notified: std allows that.
fn woken_for_nothing(execution: &Execution, record: &[Recorded]) -> Option<String> {
    record.iter().enumerate().find_map(|(at, woken)| {
        if woken.op.kind != Kind::Wake {
            return None;
        }
        let began = record[..at].iter().rposition(|step| step.thread == woken.thread && step.op.kind == Kind::Enqueue)?;
        let notified = record[began..at].iter().any(|step| {
            matches!(step.op.kind, Kind::NotifyOne | Kind::NotifyAll) && step.op.object == woken.op.object
        });
        (!notified).then(|| {
            format!(
                "The wait of {} at {} returned although nobody had notified it (a spurious wake-up). That is allowed, so \
                 the condition must be asked again after each wait, in a loop.",
                execution.thread_name(woken.thread),
                names::place(woken),
            )
        })
    })
}

/// Two threads load, then both store: the later store does not know of the earlier.
fn lost_update(execution: &Execution, record: &[Recorded]) -> Option<String> {
    for (at, load) in record.iter().enumerate() {
        let Some(read) = loaded(load) else { continue };
        let store = next_store(record, at, load.thread, load.op.object)?;
        let between = record[at + 1..store].iter().enumerate().find(|(_, other)| {
            other.op.object == load.op.object && other.thread != load.thread && changes(other)
        });
        if let Some((_, other)) = between {
            return Some(format!(
                "{} read {read} at {} and wrote at {} without knowing that {} had written in between: one update is \
                 lost.",
                execution.thread_name(load.thread),
                names::place(load),
                names::place(&record[store]),
                execution.thread_name(other.thread),
            ));
        }
    }
    None
}

fn loaded(step: &Recorded) -> Option<String> {
    match (step.op.kind, step.value) {
        (Kind::Load, Value::Bits(bits, shape)) => Some(shape.show(bits)),
        _ => None,
    }
}

fn changes(step: &Recorded) -> bool {
    matches!(
        step.op.kind,
        Kind::Store | Kind::Rmw | Kind::CompareExchange
    ) && step.done
}

fn next_store(record: &[Recorded], after: usize, thread: Tid, object: u32) -> Option<usize> {
    let later = (after + 1..record.len()).find(|&at| {
        let step = &record[at];
        step.thread == thread && step.op.object == object && matches!(step.op.kind, Kind::Store)
    });
    // A load without a store after it is no update; the next load may be.
    later.or(Some(after + 1).filter(|&at| at < record.len()))
}

/// A thread lets go of a lock and takes it again, and another has changed what it guards in between: what the first
/// learned may be out of date. A thread that then changes something itself is the likelier culprit.
fn lock_let_go(execution: &Execution, record: &[Recorded]) -> Option<String> {
    let found: Vec<[usize; 3]> = (0..record.len())
        .filter(|&at| takes(&record[at]))
        .filter_map(|at| taken_again(record, at))
        .collect();
    let acts = |[_, _, again]: &&[usize; 3]| changes_under_lock(record, *again);
    let [first, other, again] = *found.iter().find(acts).or(found.first())?;
    let (first, other, again) = (&record[first], &record[other], &record[again]);
    Some(format!(
        "{} had the {} at {}, let go of it, and took it again at {}. In between {} changed what it guards (at {}), \
         so what {} had seen the first time no longer held.",
        execution.thread_name(first.thread),
        names::object(execution, first.op.object),
        names::place(first),
        names::place(again),
        execution.thread_name(other.thread),
        names::place(other),
        execution.thread_name(first.thread),
    ))
}

/// The lock taken at `first`, another thread's change under it, and the next time that the first thread takes it: the
/// indices of the three steps.
fn taken_again(record: &[Recorded], first: usize) -> Option<[usize; 3]> {
    let Recorded { thread, op, .. } = &record[first];
    let same = |at: usize| takes(&record[at]) && record[at].op.object == op.object;
    let again = (first + 1..record.len()).find(|&at| same(at) && record[at].thread == *thread)?;
    // A wait gives the lock back and takes it again by design.
    let waits = record[first..again]
        .iter()
        .any(|step| step.thread == *thread && step.op.kind == Kind::Enqueue);
    let changed =
        |&at: &usize| same(at) && record[at].thread != *thread && changes_under_lock(record, at);
    let other = (first + 1..again).rev().find(changed)?;
    (!waits).then_some([first, other, again])
}

/// Whether the critical section that begins at `at` changed what the lock guards.
fn changes_under_lock(record: &[Recorded], at: usize) -> bool {
    let Recorded { thread, op, .. } = &record[at];
    let ends = |step: &&Recorded| {
        step.thread == *thread && step.op.object == op.object && step.op.kind == Kind::Unlock
    };
    record[at..]
        .iter()
        .find(ends)
        .is_some_and(|unlock| unlock.done)
}

fn takes(step: &Recorded) -> bool {
    matches!(step.op.kind, Kind::Lock | Kind::Read) && step.done
}
