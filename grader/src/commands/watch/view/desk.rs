//! The view as a whole: above what is watched and its checks, below what is told of one of them; beside it, where there is
//! room, the list of exercises.

use ratatui_core::layout::{Constraint, Layout, Rect};
use ratatui_core::terminal::Frame;
use ratatui_core::text::Line;
use ratatui_widgets::block::Block;
use ratatui_widgets::borders::Borders;
use ratatui_widgets::paragraph::Paragraph;

use super::styled::dim;
use super::{bars, checks, covers, exercises, told};
use crate::commands::watch::state::{Extent, Screen, State};

/// Columns from which on the list is shown beside the checks.
const WIDE: u16 = 120;

/// Columns of that list.
const LIST: u16 = 40;

/// Lines of checks at most, as a part of the whole height.
const CHECKS: usize = 3;

/// Draws it; returns how much text there is, and room for it.
pub fn draw(frame: &mut Frame<'_>, state: &State) -> Extent {
    let area = frame.area();
    if area.width == 0 || area.height == 0 {
        return Extent::default();
    }
    match &state.screen {
        Screen::Desk => desk(frame, area, state),
        Screen::List { search, place } => covers::list(frame, area, state, search, *place),
        Screen::Help => covers::help(frame, area, state),
        Screen::Reset => covers::reset(frame, area, state),
        Screen::Page { title, text } => covers::page(frame, area, state, title, text),
    }
}

fn desk(frame: &mut Frame<'_>, area: Rect, state: &State) -> Extent {
    if area.width < WIDE {
        return exercise(frame, area, state, true);
    }
    let parts = [Constraint::Length(LIST), Constraint::Min(1)];
    let [list, rest] = Layout::horizontal(parts).areas(area);
    let block = Block::new().borders(Borders::RIGHT).border_style(dim());
    let inside = block.inner(list);
    frame.render_widget(block, list);
    let all: Vec<_> = (0..state.rows.len()).collect();
    let width = usize::from(inside.width).saturating_sub(1);
    let lines = exercises::lines(state, &all, state.current, width, inside.height.into());
    frame.render_widget(Paragraph::new(lines), inside);
    let rest = Rect {
        x: rest.x + 1,
        width: rest.width.saturating_sub(1),
        ..rest
    };
    exercise(frame, rest, state, false)
}

/// What is watched, from the title to the keys.
fn exercise(frame: &mut Frame<'_>, area: Rect, state: &State, with_strip: bool) -> Extent {
    let width = usize::from(area.width);
    let mut above = vec![bars::title(state, width)];
    if with_strip {
        above.push(bars::strip(state, width));
    }
    above.push(bars::status(state, width));
    let room = (usize::from(area.height) / CHECKS).max(3);
    above.extend(checks::lines(state, width, room));
    above.extend(bars::offer(state, width));
    let mut below = bars::note(state, width);
    below.push(bars::keys(state, width));

    let height = |lines: &Vec<Line<'_>>| u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let parts = [
        Constraint::Length(height(&above)),
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(height(&below)),
    ];
    let [top, rule, text, bottom] = Layout::vertical(parts).areas(area);
    frame.render_widget(Paragraph::new(above), top);
    frame.render_widget(Line::styled("─".repeat(width), dim()), rule);
    let extent = scrolled(frame, text, state, told::lines(state, width));
    frame.render_widget(Paragraph::new(below), bottom);
    extent
}

/// Draws so much of a text as there is room for, from where it is scrolled to, and says where there is more.
pub fn scrolled(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    mut lines: Vec<Line<'static>>,
) -> Extent {
    let columns = lines.iter().map(Line::width).max().unwrap_or(0);
    let extent = Extent {
        lines: lines.len(),
        columns,
        height: area.height.into(),
        width: area.width.into(),
    };
    let down = state
        .scroll
        .down
        .min(extent.lines.saturating_sub(extent.height));
    let right = state.scroll.right.min(columns.saturating_sub(extent.width));
    let hidden = extent.lines.saturating_sub(down + extent.height);
    lines.drain(..down);
    let last = extent.height.saturating_sub(1);
    let shown = Paragraph::new(lines).scroll((0, u16::try_from(right).unwrap_or(u16::MAX)));
    frame.render_widget(shown, area);
    if hidden > 0 && extent.height > 1 {
        let more = Line::styled(format!(" ↓ {} more lines ", hidden + 1), dim());
        let line = Rect {
            y: area.y + u16::try_from(last).unwrap_or(0),
            height: 1,
            ..area
        };
        frame.render_widget(ratatui_widgets::clear::Clear, line);
        frame.render_widget(more, line);
    }
    extent
}
