//! A channel that does not end: a receiver waits for messages, and a sender is still there that sends none.

use super::{Closing, Story};
use crate::engine::object::{Channel, State};
use crate::engine::op::{Kind, Tid};

/// A receiver waits for messages of a sender that is still there and sends nothing.
pub fn is_open(story: &Story<'_>) -> Option<Closing> {
    let threads = 0..story.execution.threads.len();
    let (tid, channel) = threads.into_iter().find_map(|tid| waits_for(story, tid))?;
    let there = match channel.senders {
        1 => "1 Sender of the channel is still there".to_owned(),
        many => format!("{many} Senders of the channel are still there"),
    };
    let name = story.name(tid);
    let holds = match story.others_left(tid).as_slice() {
        [] => format!(
            "No other thread is left, so {name} holds on to it itself, or what outlives the threads does (a pool, a queue, a \
             static)."
        ),
        [other] => format!(
            "Nobody but {} or {name} itself can hold on to it, and both wait.",
            story.name(*other)
        ),
        _ => "Every thread that could hold on to it waits itself.".to_owned(),
    };
    Some(Closing {
        sentence: format!(
            "{name} goes on waiting because {there}, so that there could be another message. {holds} A channel ends when \
             every Sender (each clone, and the first one) has been dropped."
        ),
        steps: Vec::new(),
    })
}

fn waits_for<'run>(story: &'run Story<'_>, tid: Tid) -> Option<(Tid, &'run Channel)> {
    let op = story.execution.threads[tid]
        .pending
        .filter(|op| op.kind == Kind::Recv)?;
    match &story.execution.objects.get(op.object as usize)?.state {
        State::Channel(channel) => Some((tid, channel)),
        _ => None,
    }
}
