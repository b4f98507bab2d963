//! Poisoned locks: who panicked while holding one, and who met it.

use super::{Closing, Story, takes};
use crate::engine::op::{Kind, ObjectId, Tid};
use crate::engine::record::PanicRecord;
use crate::report::source;

/// Somebody unwrapped the `PoisonError` of a lock whose holder had panicked.
pub fn met(story: &Story<'_>) -> Option<Closing> {
    let panics = &story.execution.panics;
    let met = panics
        .iter()
        .rposition(|panic| panic.message.contains("PoisonError"))?;
    panics[..met].iter().rev().find_map(|first| {
        let (object, taken, taken_again) = poisoned(story, first, &panics[met])?;
        let place = source::raised(first);
        let object = crate::report::names::object(story.execution, object);
        let (first, second) = (story.name(first.thread), story.who(taken_again));
        Some(Closing {
            sentence: format!(
                "{first} panicked{place} while it held the {object}, which it had locked {}. That poisons the {object}: \
                 from then on `lock()` gives an `Err`, which {second} met {}.",
                story.at(taken),
                story.at(taken_again),
            ),
            steps: vec![taken, taken_again],
        })
    })
}

/// The lock that `first` held and `second` then met; the steps in which they took it.
fn poisoned(
    story: &Story<'_>,
    first: &PanicRecord,
    second: &PanicRecord,
) -> Option<(ObjectId, usize, usize)> {
    let taken_again = story.last(second.after, second.thread, takes)?;
    let object = story.record[taken_again].op.object;
    let taken = held(story, first.after, first.thread, object)?;
    Some((object, taken, taken_again))
}

/// The step in which the thread took the lock that it still held after so many steps of all threads.
fn held(story: &Story<'_>, after: usize, thread: Tid, object: ObjectId) -> Option<usize> {
    let last = story.last(after, thread, |step| {
        let gives_back = matches!(step.op.kind, Kind::Unlock | Kind::UnlockRead);
        step.op.object == object && (takes(step) || gives_back)
    })?;
    takes(&story.record[last]).then_some(last)
}
