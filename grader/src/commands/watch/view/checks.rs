//! The checks of the exercise, a line for each.

use course::Verdict;
use course::text::fitted;
use ratatui_core::text::{Line, Span};

use super::styled::{bold, dim, of_verdict};
use crate::commands::watch::state::{Check, State};

/// Columns of the mark in front of the check that is shown.
const MARK: usize = 2;

/// The lines; of more than there is room for those around the one that is shown.
pub fn lines(state: &State, width: usize, room: usize) -> Vec<Line<'static>> {
    if let Some(outcome) = state.common() {
        let word = outcome.verdict.word().to_owned();
        let fresh = state.checks.iter().all(|check| check.fresh);
        let word = if fresh {
            of_verdict(state.paint, outcome.verdict, word)
        } else {
            Span::styled(word, dim())
        };
        let text = format!("  all {} checks", state.checks.len());
        return vec![Line::from(vec![Span::raw("▸ "), word, Span::raw(text)])];
    }
    let widest = state.checks.iter().map(|check| word(check).len()).max();
    let first = (state.selected + 1).saturating_sub(room.max(1));
    let shown = state.checks.iter().enumerate().skip(first).take(room);
    shown
        .map(|(place, check)| {
            let is_shown = place == state.selected;
            line(state, check, is_shown, widest.unwrap_or(0), width)
        })
        .collect()
}

/// What is known of a check, in a word.
fn word(check: &Check) -> &'static str {
    let outcome = check.outcome.as_ref();
    outcome.map_or("-", |outcome| outcome.verdict.word())
}

fn line(
    state: &State,
    check: &Check,
    is_shown: bool,
    widest: usize,
    width: usize,
) -> Line<'static> {
    let mark = if is_shown { "▸ " } else { "  " };
    let verdict = check.outcome.as_ref().map(|outcome| outcome.verdict);
    let padded = format!("{:>widest$}", word(check));
    let word = match verdict {
        Some(verdict) if check.fresh => of_verdict(state.paint, verdict, padded),
        _ => Span::styled(padded, dim()),
    };
    let gained = match verdict {
        Some(Verdict::Passed) => check.points.to_string(),
        Some(verdict) if verdict.undecided() => "?".to_owned(),
        Some(_) => "0".to_owned(),
        None => "-".to_owned(),
    };
    let points = format!("  {gained}/{:<3}", check.points);
    let left = MARK + widest + points.chars().count();
    let name = fitted(&check.name, width.saturating_sub(left));
    let name = match is_shown {
        true => Span::styled(name, bold()),
        false => Span::raw(name),
    };
    Line::from(vec![Span::raw(mark), word, Span::raw(points), name])
}
