//! What is told of the check that is shown: its message, the hint, and the timeline or trace.

use course::Outcome;
use course::text::plain;
use ratatui_core::text::Line;

use super::styled::{self, bold, dim, noted, prose};
use crate::commands::watch::state::{Check, State};

/// The lines.
pub fn lines(state: &State, width: usize) -> Vec<Line<'static>> {
    let Some(check) = state.check() else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    if state.common().is_none() {
        parts.push(prose(&capital(&check.about), width, dim()));
    }
    if let Some(hint) = &state.hint {
        parts.push(prose(hint, width, noted(state.paint)));
    }
    match &check.outcome {
        Some(outcome) => parts.extend(of_outcome(state, check, outcome, width)),
        None => parts.push(prose("It was not run yet.", width, dim())),
    }
    parts.retain(|part| !part.is_empty());
    let mut lines = Vec::new();
    for part in parts {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(part);
    }
    lines
}

fn of_outcome(
    state: &State,
    check: &Check,
    outcome: &Outcome,
    width: usize,
) -> Vec<Vec<Line<'static>>> {
    let style = state.paint.style(width);
    let before = match check.fresh {
        true => Vec::new(),
        false => prose("Before the last save:", width, dim()),
    };
    let message = prose(&plain(&outcome.message), width, bold());
    let account = match outcome.verdict.passed() {
        // A pass needs no more words, and its timeline shows why it is one.
        true => outcome.evidence.text(style),
        false => outcome.account(style),
    };
    let mut account = styled::lines(&account);
    while account.last().is_some_and(|line| line.width() == 0) {
        account.pop();
    }
    vec![before, message, account]
}

/// The sentence with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).chain(['.']).collect(),
        None => String::new(),
    }
}
