//! A load that returned an older value than the latest, and which memory orderings let it.

use std::sync::atomic::Ordering;

use super::view::{Explanation, RunView};
use crate::engine::objects::{Kind, Value};
use crate::engine::record::Recorded;

/// A load returned an older value than the latest.
pub fn read(run: &RunView<'_>) -> Option<Explanation> {
    run.record.iter().enumerate().find_map(|(at, step)| {
        let Value::Stale(read, latest, shape) = step.value else {
            return None;
        };
        let stored = run.record[..at].iter().rposition(|other| {
            other.op.object == step.op.object && other.thread != step.thread && changes(other)
        });
        let (read, latest) = (shape.show(read), shape.show(latest));
        let latest = match stored {
            Some(stored) => format!(
                "{latest}, which {} had stored {}",
                run.who(stored),
                run.at(stored)
            ),
            None => latest,
        };
        let signal = stored.and_then(|stored| signal(run, stored, at));
        let advice = match (signal, stored) {
            (Some(signal), Some(stored)) => signalled_too_weakly(run, [stored, at], signal),
            (None, Some(stored)) if has_stored_and_loaded(run, stored, at) => {
                ONLY_SEQ_CST.to_owned()
            }
            _ => NOTHING_ORDERS_IT.to_owned(),
        };
        let steps = stored.into_iter().chain(signal.into_iter().flatten());
        Some(Explanation {
            sentence: format!(
                "{} read {read} {}, although the latest was {latest}. {advice}",
                run.who(at),
                run.at(at),
            ),
            steps: steps.chain([at]).collect(),
        })
    })
}

const ONLY_SEQ_CST: &str = "Here two threads each store one thing and then load what the other stores. `Release` and \
                            `Acquire` do not help: each store may reach the other thread late. Only `SeqCst`, at \
                            all four, keeps both from missing the other's.";

const NOTHING_ORDERS_IT: &str = "Nothing that the reader has seen comes after that store, so it may see the old \
                                 value still. What orders the two is a `join`, a lock, or a flag that is stored \
                                 with `Release` after the data and loaded with `Acquire` before it.";

/// The store that told that the data is there, and the load that saw it: both on another atomic, and at least one of
/// them too weak to carry the data along.
fn signal(run: &RunView<'_>, stored: usize, read: usize) -> Option<[usize; 2]> {
    let record = run.record;
    let (writer, reader) = (record[stored].thread, record[read].thread);
    (stored + 1..read).find_map(|sent| {
        let flag = &record[sent];
        let is_other = flag.thread == writer && flag.op.object != record[read].op.object;
        if !is_other || !changes(flag) {
            return None;
        }
        let seen = (sent + 1..read).find(|&seen| {
            let look = &record[seen];
            look.thread == reader && look.op.object == flag.op.object && saw(look, flag)
        })?;
        let is_weak = !releases(run, stored, sent) || !acquires(run, seen, read);
        is_weak.then_some([sent, seen])
    })
}

/// Whether the load, or update, found what the store left behind.
fn saw(look: &Recorded, store: &Recorded) -> bool {
    let left = match store.value {
        Value::Bits(bits, _) | Value::Change(_, bits, _) => bits,
        _ => return false,
    };
    matches!(look.value, Value::Bits(bits, _) | Value::Change(bits, _, _) if bits == left)
        && matches!(look.op.kind, Kind::Load | Kind::Rmw | Kind::CompareExchange)
}

fn signalled_too_weakly(
    run: &RunView<'_>,
    [stored, read]: [usize; 2],
    [sent, seen]: [usize; 2],
) -> String {
    let weak = |step: usize, needed: &str| {
        let word = order(&run.record[step]);
        format!(
            "{} {} is `{word}` and must be `{needed}`",
            what(&run.record[step]),
            run.at(step)
        )
    };
    let told = match (releases(run, stored, sent), acquires(run, seen, read)) {
        (false, false) => format!("{}, and {}", weak(sent, "Release"), weak(seen, "Acquire")),
        (false, true) => weak(sent, "Release"),
        _ => weak(seen, "Acquire"),
    };
    format!(
        "To see a signal is to see what was stored before it only if the signal is stored with `Release` and loaded \
         with `Acquire`: {told}."
    )
}

fn what(step: &Recorded) -> &'static str {
    match step.op.kind {
        Kind::Store => "the store",
        Kind::Load => "the load",
        _ => "the update",
    }
}

/// Whether the reader had itself stored something that the writer loaded: each might miss the other's.
fn has_stored_and_loaded(run: &RunView<'_>, stored: usize, read: usize) -> bool {
    let record = run.record;
    let (writer, reader) = (record[stored].thread, record[read].thread);
    record[..read].iter().any(|own| {
        own.thread == reader
            && changes(own)
            && own.op.object != record[read].op.object
            && record.iter().any(|look| {
                look.thread == writer && look.op.object == own.op.object && !changes(look)
            })
    })
}

fn order(step: &Recorded) -> &'static str {
    match step.order {
        Some(Ordering::Acquire) => "Acquire",
        Some(Ordering::Release) => "Release",
        Some(Ordering::AcqRel) => "AcqRel",
        Some(Ordering::SeqCst) => "SeqCst",
        _ => "Relaxed",
    }
}

/// Whether the store hands on what the thread had stored in that step before it: by its own ordering, or by a fence.
fn releases(run: &RunView<'_>, stored: usize, sent: usize) -> bool {
    let order = run.record[sent].order;
    matches!(
        order,
        Some(Ordering::Release | Ordering::AcqRel | Ordering::SeqCst)
    ) || is_fenced(run, stored, sent)
}

/// Whether what the load saw reaches that later step of the thread: by its own ordering, or by a fence.
fn acquires(run: &RunView<'_>, seen: usize, read: usize) -> bool {
    let order = run.record[seen].order;
    matches!(
        order,
        Some(Ordering::Acquire | Ordering::AcqRel | Ordering::SeqCst)
    ) || is_fenced(run, seen, read)
}

/// Whether there is a fence between the two steps of a thread.
fn is_fenced(run: &RunView<'_>, from: usize, to: usize) -> bool {
    let thread = run.record[from].thread;
    let between = &run.record[from..to];
    between
        .iter()
        .any(|step| step.thread == thread && step.op.kind == Kind::Fence)
}

/// Whether the step stored something.
pub fn changes(step: &Recorded) -> bool {
    matches!(
        step.op.kind,
        Kind::Store | Kind::Rmw | Kind::CompareExchange
    ) && step.done
}
