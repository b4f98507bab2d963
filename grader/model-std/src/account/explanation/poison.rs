//! Poisoned locks: who panicked while holding one, and who met it. Everybody who unwraps the error of a poisoned lock
//! panics in turn, and may poison another. The first panic is the story; the others are its victims.

use super::view::{Explanation, RunView};
use super::wakes;
use crate::account::{attribution, names, short, source};
use crate::engine::objects::Tid;

/// Victims told by name.
const MOST_TOLD: usize = 3;

/// Somebody unwrapped the `PoisonError` of a lock whose holder had panicked.
pub fn met(run: &RunView<'_>) -> Option<Explanation> {
    let execution = run.execution;
    let panics = execution.panics();
    let met = (0..panics.len()).rev().find(|&panic| {
        attribution::is_of_a_poisoned_lock(&panics[panic]) && !chain(run, panic).is_empty()
    })?;
    let chain = chain(run, met);
    let first = chain.last()?;
    let panic = &panics[first.poisoner];
    let place = source::raised(panic);
    let object = names::object(execution, first.object);
    let all = panics.iter().enumerate().filter_map(|(at, _)| {
        let meeting = attribution::poisoned_by(execution, at)?;
        (meeting.object == first.object).then_some((panics[at].thread, meeting.taken_again))
    });
    let mut sentence = format!(
        "{} panicked{place} while it held the {object}, which it had locked {}. That poisons the {object}: from \
         then on `lock()` gives an `Err`, which {}.",
        run.name(panic.thread),
        run.at(first.taken),
        victims(run, &all.collect::<Vec<_>>()),
    );
    // Each victim that held a lock of its own has poisoned that in turn.
    for next in chain.iter().rev().skip(1) {
        sentence += &format!(
            " So {} panicked too, with the {} held, which {} met {}.",
            run.name(panics[next.poisoner].thread),
            names::object(execution, next.object),
            run.who(next.taken_again),
            run.at(next.taken_again),
        );
    }
    let text = short::said(&panic.message);
    sentence += &format!(" The first panic is the one to look at: {text}");
    if let Some(woken) = wakes::just_woken(run, panic) {
        sentence += &format!(". {woken}");
    }
    let steps = chain
        .iter()
        .flat_map(|meeting| [meeting.taken, meeting.taken_again]);
    Some(Explanation {
        sentence,
        steps: steps.collect(),
    })
}

/// From the meeting of that panic back to the first.
fn chain(run: &RunView<'_>, panic: usize) -> Vec<attribution::Meeting> {
    let mut chain: Vec<attribution::Meeting> = Vec::new();
    let mut next = panic;
    // Poisoners come before those who meet them, so this ends.
    while let Some(meeting) = attribution::poisoned_by(run.execution, next) {
        next = meeting.poisoner;
        chain.push(meeting);
    }
    chain
}

/// Who met the error, and in which steps.
fn victims(run: &RunView<'_>, victims: &[(Tid, usize)]) -> String {
    let told: Vec<String> = victims
        .iter()
        .take(MOST_TOLD)
        .enumerate()
        .map(|(number, &(thread, step))| {
            let met = if number == 0 { " met" } else { "" };
            format!("{}{met} {}", run.name(thread), run.at(step))
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
