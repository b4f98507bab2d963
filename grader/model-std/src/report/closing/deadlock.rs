//! What would have kept threads from waiting for each other.

use super::{Closing, Story, readers, takes};
use crate::engine::object::State;
use crate::engine::op::{Kind, Tid};

/// What would have kept the threads from their deadlock, if they wait for locks in a circle or for a message.
pub fn remedy(story: &Story<'_>) -> Option<Closing> {
    readers::behind_a_writer(story)
        .or_else(|| circle_of_locks(story))
        .or_else(|| open_channel(story))
}

/// Threads that wait for locks which others of them hold, or one that waits for its own.
fn circle_of_locks(story: &Story<'_>) -> Option<Closing> {
    let threads = story.execution.threads.len();
    let circle = (0..threads).find_map(|start| {
        let mut path = vec![start];
        loop {
            let (holder, _) = waits_for_lock(story, *path.last()?)?;
            if holder == start {
                return Some(path);
            }
            if path.contains(&holder) {
                return None;
            }
            path.push(holder);
        }
    })?;
    let held = |&tid: &Tid| {
        let (holder, object) = waits_for_lock(story, tid)?;
        story.last(story.record.len(), holder, |step| {
            takes(step) && step.op.object == object
        })
    };
    let sentence = match circle.as_slice() {
        [one] => format!(
            "{} waits for a lock that it holds itself, so it waits for ever: the first guard must be dropped before the \
             lock is taken again.",
            story.name(*one)
        ),
        [_, _] => "Each of the two holds what the other waits for. If both took the two locks in the same order, this \
                   could not happen."
            .to_owned(),
        more => format!(
            "Each of the {} holds what the next one waits for. If all took the locks in the same order, this could \
             not happen.",
            more.len()
        ),
    };
    Some(Closing {
        sentence,
        steps: circle.iter().filter_map(held).collect(),
    })
}

/// The thread that holds the lock which this one waits for, and the lock.
fn waits_for_lock(story: &Story<'_>, tid: Tid) -> Option<(Tid, u32)> {
    let op = story.execution.threads[tid].pending?;
    match &story.execution.objects.get(op.object as usize)?.state {
        State::Lock {
            writer, readers, ..
        } if matches!(op.kind, Kind::Lock | Kind::Write | Kind::Read) => {
            let (holder, _) = writer.or(readers.first().copied())?;
            Some((holder, op.object))
        }
        _ => None,
    }
}

/// A receiver waits for messages of a sender that is still there and sends nothing.
fn open_channel(story: &Story<'_>) -> Option<Closing> {
    let execution = story.execution;
    let (tid, senders) = execution
        .threads
        .iter()
        .enumerate()
        .find_map(|(tid, thread)| {
            let op = thread.pending.filter(|op| op.kind == Kind::Recv)?;
            match &execution.objects.get(op.object as usize)?.state {
                State::Channel(channel) => Some((tid, channel.senders)),
                _ => None,
            }
        })?;
    let there = match senders {
        1 => "1 Sender of the channel is still there".to_owned(),
        many => format!("{many} Senders of the channel are still there"),
    };
    Some(Closing {
        sentence: format!(
            "{} goes on waiting because {there}, so that there could be another message. A channel ends when every \
             Sender (each clone, and the first one) has been dropped.",
            story.name(tid)
        ),
        steps: Vec::new(),
    })
}
