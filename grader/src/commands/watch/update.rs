//! What becomes of the state when something happens, and what is to be done then. Pure: it waits for nothing, so that the
//! screen goes on whatever a submission does.

use course::{Outcome, Verdict};

use super::keys;
use super::message::{Effect, Message};
use super::state::{Check, Phase, Screen, Scroll, State};
use crate::standing::Standing;

/// Takes up what happened; returns what to do, in order.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    match message {
        Message::Key(key) => return keys::pressed(state, key),
        Message::Redraw => {}
        Message::Tick => state.run.ticks += 1,
        Message::Prepared => {
            state.run.prepared = true;
            state.run.ticks = 0;
        }
        Message::Unprepared(why) => state.run.phase = Phase::Broken(why),
        Message::Opened {
            exercise,
            checks,
            standing,
        } => return opened(state, exercise, checks, standing),
        Message::Saved { exercise, standing } => return saved(state, exercise, standing),
        Message::Compiled { run } if run == state.run.number => {
            enter(state, Phase::Checking(0));
        }
        Message::CheckEnded {
            run,
            check,
            outcome,
        } if run == state.run.number => check_ended(state, &check, *outcome),
        Message::Ended {
            run,
            exercise,
            outcomes,
            standing,
        } => {
            state.rows[exercise].standing = standing;
            if run == state.run.number {
                ended(state, outcomes);
            }
        }
        // Of a run that nobody waits for any more.
        Message::Compiled { .. } | Message::CheckEnded { .. } => {}
        Message::Forgetful(why) => {
            if !state.warned {
                state.warned = true;
                state.note = Some(why);
            }
        }
        Message::Hint(text) => {
            state.hint = Some(text);
            state.scroll = Scroll::default();
        }
        Message::Note(text) => state.note = Some(text),
        Message::Page { title, text } => {
            state.screen = Screen::Page { title, text };
            state.scroll = Scroll::default();
        }
        Message::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

/// Begins a run of the current exercise; what ran before is of no interest any more.
pub fn begin(state: &mut State) -> Vec<Effect> {
    state.run.number += 1;
    enter(state, Phase::Compiling);
    for check in &mut state.checks {
        check.fresh = false;
    }
    vec![Effect::Run {
        exercise: state.current,
        run: state.run.number,
    }]
}

/// Goes to an exercise.
pub fn go_to(state: &mut State, exercise: usize) -> Vec<Effect> {
    state.current = exercise;
    state.run.number += 1;
    enter(state, Phase::Idle);
    state.checks.clear();
    state.selected = 0;
    state.chosen = false;
    state.hint = None;
    state.note = None;
    state.screen = Screen::Desk;
    state.scroll = Scroll::default();
    vec![Effect::Cancel, Effect::Open { exercise }]
}

fn enter(state: &mut State, phase: Phase) {
    state.run.phase = phase;
    state.run.ticks = 0;
}

/// What has passed and is as it was then is not run again.
fn opened(
    state: &mut State,
    exercise: usize,
    checks: Vec<Check>,
    standing: Standing,
) -> Vec<Effect> {
    state.rows[exercise].standing = standing;
    if exercise != state.current {
        return Vec::new();
    }
    state.checks = checks;
    select_first_failing(state);
    match standing {
        Standing::Passed => {
            enter(state, Phase::Done);
            Vec::new()
        }
        _ => begin(state),
    }
}

fn saved(state: &mut State, exercise: usize, standing: Standing) -> Vec<Effect> {
    state.rows[exercise].standing = standing;
    if exercise == state.current {
        // What was noted stays: after a reset it says where the file is kept, and the reset is this save.
        return begin(state);
    }
    let name = &state.rows[exercise].name;
    state.note = Some(format!(
        "{name} was saved too; `l` and then {name} goes there"
    ));
    Vec::new()
}

fn check_ended(state: &mut State, name: &str, outcome: Outcome) {
    if let Some(check) = state.checks.iter_mut().find(|check| check.name == name) {
        check.outcome = Some(outcome);
        check.fresh = true;
    }
    let ended = match state.run.phase {
        Phase::Checking(ended) => ended + 1,
        _ => 1,
    };
    state.run.phase = Phase::Checking(ended);
    // The first that fails is shown as soon as it is known.
    if !state.chosen && !state.check().is_some_and(|it| it.fresh && it.fails()) {
        let failing = |check: &Check| check.fresh && check.fails();
        if let Some(place) = state.checks.iter().position(failing) {
            select(state, place);
        }
    }
}

fn ended(state: &mut State, outcomes: Vec<Outcome>) {
    let verdicts = |state: &State| -> Vec<Option<Verdict>> {
        let checks = state.checks.iter();
        checks
            .map(|check| check.outcome.as_ref().map(|it| it.verdict))
            .collect()
    };
    let before = verdicts(state);
    for (check, outcome) in state.checks.iter_mut().zip(outcomes) {
        check.outcome = Some(outcome);
        check.fresh = true;
    }
    enter(state, Phase::Done);
    if verdicts(state) != before || state.passed() {
        state.hint = None;
    }
    let still_fails = state.check().is_some_and(Check::fails);
    if !(state.chosen && still_fails) {
        select_first_failing(state);
    }
}

/// Shows the first check that fails, or the first of all.
fn select_first_failing(state: &mut State) {
    let place = state.checks.iter().position(Check::fails);
    select(state, place.unwrap_or(0));
    state.chosen = false;
}

fn select(state: &mut State, place: usize) {
    if state.selected != place {
        state.scroll = Scroll::default();
        state.hint = None;
    }
    state.selected = place;
}

#[cfg(test)]
mod tests;
