//! A channel that does not end, because a sender is still there that sends nothing; and one that ends too soon,
//! because its sender's thread has panicked.

use super::view::{Explanation, RunView};
use crate::account::{names, short, source};
use crate::engine::objects::{Channel, Kind, ObjectId, State, Tid};
use crate::source_path;

/// A receiver waits for messages of a sender that is still there and sends nothing.
pub fn is_open(run: &RunView<'_>) -> Option<Explanation> {
    let threads = 0..run.execution.threads().len();
    let (tid, id, channel) = threads.into_iter().find_map(|tid| waits_for(run, tid))?;
    let there = match channel.senders {
        1 => "1 Sender of the channel is still there".to_owned(),
        many => format!("{many} Senders of the channel are still there"),
    };
    let name = run.name(tid);
    let made = run.execution.objects()[id as usize].made;
    if let Some(made) = made.filter(|made| source::is_for_a_static(made)) {
        return Some(Explanation {
            sentence: format!(
                "{name} goes on waiting because {there}: the channel is kept in a static (made at {}), and a static is \
                 never dropped. A channel ends when every Sender (each clone, and the first one) has been dropped, so \
                 keep it where it can be: in a variable or in a struct.",
                source::place(made)
            ),
            steps: Vec::new(),
        });
    }
    let holds = match run.others_left(tid).as_slice() {
        [] => {
            let others: Vec<Tid> = (0..run.execution.threads().len())
                .filter(|&other| other != tid)
                .collect();
            let ended = match others.as_slice() {
                [] => String::new(),
                [one] => format!(" ({} has ended)", run.name(*one)),
                _ => format!(" ({} have ended)", names::list(run.execution, &others)),
            };
            format!(
                "No other thread is left{ended}, so {name} holds on to it itself, or what outlives the threads does (a \
                 pool, a queue that nobody empties any more, a static)."
            )
        }
        [other] => format!(
            "Nobody but {} or {name} itself can hold on to it, and both wait.",
            run.name(*other)
        ),
        others => match others
            .iter()
            .filter(|&&other| has_sent(run, other, id))
            .collect::<Vec<_>>()[..]
        {
            [sender] => format!(
                "{}, which has sent through it before, may hold on to it still, and waits itself.",
                run.name(*sender)
            ),
            _ => "Every thread that could hold on to it waits itself.".to_owned(),
        },
    };
    Some(Explanation {
        sentence: format!(
            "{name} goes on waiting because {there}, so that there could be another message. {holds} A channel ends \
             when every Sender (each clone, and the first one) has been dropped."
        ),
        steps: Vec::new(),
    })
}

/// A thread unwrapped that a channel had ended, and it had because another panicked with the last Sender in hand.
pub fn cut_off(run: &RunView<'_>) -> Option<Explanation> {
    let (record, panics) = (run.record, run.execution.panics());
    let found = panics
        .iter()
        .rfind(|panic| panic.message.contains("RecvError"))?;
    let met = run.last(found.after, found.thread, |step| {
        step.op.kind == Kind::Recv && !step.done
    })?;
    let object = record[met].op.object;
    let dropped = record[..met]
        .iter()
        .rposition(|step| step.op.kind == Kind::DropSender && step.op.object == object)?;
    let dropper = record[dropped].thread;
    // A thread that does more than let go of things has caught its panic, and ends its channel for another reason.
    let unwinds = |from: usize| {
        let own = record[from..dropped]
            .iter()
            .filter(|step| step.thread == dropper);
        own.map(|step| step.op.kind).all(lets_go)
    };
    let first = panics.iter().find(|panic| {
        let is_other = panic.thread == dropper && panic.thread != found.thread;
        is_other && panic.after <= dropped && unwinds(panic.after)
    })?;
    let place = first
        .site
        .as_ref()
        .map_or_else(String::new, |(file, line)| {
            format!(" at {}:{line}", source_path::short(file))
        });
    Some(Explanation {
        sentence: format!(
            "{} found the channel ended {}, because {} had panicked{place}, and the last Sender went with it. The \
             first panic is the one to look at: {}",
            run.who(met),
            run.at(met),
            run.name(dropper),
            short::said(&first.message),
        ),
        steps: vec![dropped, met],
    })
}

/// Whether a value that is dropped does this.
fn lets_go(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Unlock
            | Kind::UnlockRead
            | Kind::DropSender
            | Kind::DropReceiver
            | Kind::DropArc
            | Kind::DropWeak
    )
}

fn has_sent(run: &RunView<'_>, tid: Tid, channel: ObjectId) -> bool {
    run.record.iter().any(|step| {
        let sends = matches!(step.op.kind, Kind::Post | Kind::Send | Kind::TrySend);
        sends && step.thread == tid && step.op.object == channel
    })
}

fn waits_for<'run>(run: &'run RunView<'_>, tid: Tid) -> Option<(Tid, ObjectId, &'run Channel)> {
    let op = run.execution.threads()[tid]
        .pending
        .filter(|op| op.kind == Kind::Recv)?;
    match &run.execution.objects().get(op.object as usize)?.state {
        State::Channel(channel) => Some((tid, op.object, channel)),
        _ => None,
    }
}
