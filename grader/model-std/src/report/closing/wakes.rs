//! What goes wrong with condition variables: a notification that nobody waits for yet, a wake-up that nobody sent.

use super::{Closing, Story};
use crate::engine::op::{Kind, ObjectId};
use crate::engine::record::Recorded;

/// A thread waits for ever to be notified, and was notified before it began to wait.
pub fn lost(story: &Story<'_>) -> Option<Closing> {
    let execution = story.execution;
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
    let began = story.last(story.record.len(), waiter, |step| {
        step.op.kind == Kind::Enqueue
    })?;
    if story.record[began..]
        .iter()
        .any(|step| notifies(step, op.object))
    {
        return None;
    }
    let notified = story.record[..began]
        .iter()
        .rposition(|step| notifies(step, op.object))?;
    Some(Closing {
        sentence: format!(
            "{} notified {}, before {} began to wait {}. A notification is not kept for later: it is lost.",
            story.who(notified),
            story.at(notified),
            story.name(waiter),
            story.at(began),
        ),
        steps: vec![notified, began],
    })
}

/// A wait returned although nobody had notified: std allows that.
pub fn spurious(story: &Story<'_>) -> Option<Closing> {
    let record = story.record;
    (0..record.len()).find_map(|woken| {
        let Recorded { thread, op, .. } = &record[woken];
        if op.kind != Kind::Wake {
            return None;
        }
        let began = story.last(woken, *thread, |step| step.op.kind == Kind::Enqueue)?;
        let notified = record[began..woken]
            .iter()
            .any(|step| notifies(step, op.object));
        (!notified).then(|| Closing {
            sentence: format!(
                "{} woke up from its wait {} although nobody had notified it. Such a spurious wake-up is allowed, if \
                 rare, so whoever wakes must ask again whether what it waits for is so: in a loop (`while` instead \
                 of `if`), or with `wait_while`.",
                story.who(woken),
                story.at(woken),
            ),
            steps: vec![began, woken],
        })
    })
}

fn notifies(step: &Recorded, condvar: ObjectId) -> bool {
    matches!(step.op.kind, Kind::NotifyOne | Kind::NotifyAll) && step.op.object == condvar
}
