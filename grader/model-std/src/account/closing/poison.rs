//! Poisoned locks: who panicked while holding one, and who met it. Everybody who unwraps the error of a poisoned lock
//! panics in turn, and may poison another. The first panic is the story; the others are its victims.

use super::{Closing, Story, wakes};
use crate::account::{blame, names, short, source};
use crate::engine::op::Tid;

/// Victims told by name.
const MOST_TOLD: usize = 3;

/// Somebody unwrapped the `PoisonError` of a lock whose holder had panicked.
pub fn met(story: &Story<'_>) -> Option<Closing> {
    let execution = story.execution;
    let panics = &execution.panics;
    let met = (0..panics.len()).rev().find(|&panic| {
        blame::is_of_a_poisoned_lock(&panics[panic]) && !chain(story, panic).is_empty()
    })?;
    let chain = chain(story, met);
    let first = chain.last()?;
    let panic = &panics[first.poisoner];
    let place = source::raised(panic);
    let object = names::object(execution, first.object);
    let all = panics.iter().enumerate().filter_map(|(at, _)| {
        let meeting = blame::poisoned_by(execution, at)?;
        (meeting.object == first.object).then_some((panics[at].thread, meeting.taken_again))
    });
    let mut sentence = format!(
        "{} panicked{place} while it held the {object}, which it had locked {}. That poisons the {object}: from \
         then on `lock()` gives an `Err`, which {}.",
        story.name(panic.thread),
        story.at(first.taken),
        victims(story, &all.collect::<Vec<_>>()),
    );
    // Each victim that held a lock of its own has poisoned that in turn.
    for next in chain.iter().rev().skip(1) {
        sentence += &format!(
            " So {} panicked too, with the {} held, which {} met {}.",
            story.name(panics[next.poisoner].thread),
            names::object(execution, next.object),
            story.who(next.taken_again),
            story.at(next.taken_again),
        );
    }
    let text = short::said(&panic.message);
    sentence += &format!(" The first panic is the one to look at: {text}");
    if let Some(woken) = wakes::just_woken(story, panic) {
        sentence += &format!(". {woken}");
    }
    let steps = chain
        .iter()
        .flat_map(|meeting| [meeting.taken, meeting.taken_again]);
    Some(Closing {
        sentence,
        steps: steps.collect(),
    })
}

/// From the meeting of that panic back to the first.
fn chain(story: &Story<'_>, panic: usize) -> Vec<blame::Meeting> {
    let mut chain: Vec<blame::Meeting> = Vec::new();
    let mut next = panic;
    // Poisoners come before those who meet them, so this ends.
    while let Some(meeting) = blame::poisoned_by(story.execution, next) {
        next = meeting.poisoner;
        chain.push(meeting);
    }
    chain
}

/// Who met the error, and in which steps.
fn victims(story: &Story<'_>, victims: &[(Tid, usize)]) -> String {
    let told: Vec<String> = victims
        .iter()
        .take(MOST_TOLD)
        .enumerate()
        .map(|(number, &(thread, step))| {
            let met = if number == 0 { " met" } else { "" };
            format!("{}{met} {}", story.name(thread), story.at(step))
        })
        .collect();
    let more = victims.len().saturating_sub(MOST_TOLD);
    match told.as_slice() {
        [start @ .., last] if more == 0 && !start.is_empty() => {
            format!("{} and {last}", start.join(", "))
        }
        told if more == 0 => told.join(", "),
        told => format!("{}, and {more} more threads after them", told.join(", ")),
    }
}
