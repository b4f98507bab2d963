//! The list of exercises, with how far each is.

use course::text::fitted;
use ratatui_core::text::{Line, Span};

use super::styled::{bold, dim, good};
use crate::commands::watch::state::{Row, State};
use crate::standing::Standing;

/// The rows with those indices; of more than there is room for, those around `chosen`, an index of `places`.
pub fn lines(
    state: &State,
    places: &[usize],
    chosen: usize,
    width: usize,
    room: usize,
) -> Vec<Line<'static>> {
    let half = room / 2;
    let first = chosen.saturating_sub(half);
    let first = first.min(places.len().saturating_sub(room));
    let standings = state.rows.iter().map(|row| row.standing.to_string().len());
    let widest = standings.max().unwrap_or(0);
    let shown = places.iter().enumerate().skip(first).take(room);
    shown
        .map(|(at, &place)| line(state, &state.rows[place], at == chosen, (width, widest)))
        .collect()
}

fn line(
    state: &State,
    row: &Row,
    is_chosen: bool,
    (width, widest): (usize, usize),
) -> Line<'static> {
    let mark = if is_chosen { "▸" } else { " " };
    let left = format!("{mark} {} {}  ", row.standing.mark(), row.name);
    let room = width.saturating_sub(left.chars().count() + widest + 1);
    let title = fitted(&row.title, room);
    let standing = format!(" {:>widest$}", row.standing.to_string());
    let style = match row.standing {
        Standing::Passed => good(state.paint),
        Standing::Stub => dim(),
        _ => bold(),
    };
    let line = Line::from(vec![
        Span::styled(left, style),
        Span::raw(title),
        Span::styled(standing, style),
    ]);
    if is_chosen {
        line.style(bold().reversed())
    } else {
        line
    }
}
