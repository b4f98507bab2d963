//! Readers that wait behind a writer.

use super::{Closing, Story, takes};
use crate::engine::object::State;
use crate::engine::op::{Kind, Tid};

/// A reader that waits behind a writer, which waits for readers that are there: for the same thread, perhaps.
pub fn behind_a_writer(story: &Story<'_>) -> Option<Closing> {
    let threads = 0..story.execution.threads.len();
    let (reader, writer, holder, object) = threads
        .clone()
        .filter_map(|tid| waits_behind(story, tid))
        .max_by_key(|&(reader, _, holder, _)| reader == holder)?;
    let (reading, writing) = (story.name(reader), story.name(writer));
    let sentence = if reader == holder {
        format!(
            "{reading} reads the lock and asks for it a second time, which waits behind {writing}; and {writing} waits \
             for the first read to end. While a writer waits, an RwLock lets no new reader in: a thread must not read \
             again what it reads already."
        )
    } else {
        format!(
            "{reading} wants to read what {} reads, but waits behind {writing}, which waits for {} to let go. While a \
             writer waits, an RwLock lets no new reader in: who holds it for reading must not wait for another reader.",
            story.name(holder),
            story.name(holder),
        )
    };
    let held = story.last(story.record.len(), holder, |step| {
        takes(step) && step.op.object == object
    });
    Some(Closing {
        sentence,
        steps: held.into_iter().collect(),
    })
}

/// The thread, if it is a reader that waits behind a writer; the writer, a reader that holds the lock (the thread itself,
/// if it does), and the lock.
fn waits_behind(story: &Story<'_>, tid: Tid) -> Option<(Tid, Tid, Tid, u32)> {
    let op = story.execution.threads[tid]
        .pending
        .filter(|op| op.kind == Kind::Read)?;
    match &story.execution.objects.get(op.object as usize)?.state {
        State::Lock {
            writer: None,
            readers,
            queue,
        } => {
            let (writer, _) = queue.waiting.first()?;
            let own = readers.iter().find(|(reader, _)| *reader == tid);
            let (holder, _) = own.or(readers.first())?;
            Some((tid, *writer, *holder, op.object))
        }
        _ => None,
    }
}
