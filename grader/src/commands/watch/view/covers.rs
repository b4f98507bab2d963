//! What lies over the view: the list with its search, the keys, the question before a reset, a text to read.

use course::text::fitted;
use ratatui_core::layout::{Constraint, Layout, Rect};
use ratatui_core::terminal::Frame;
use ratatui_core::text::Line;
use ratatui_widgets::paragraph::Paragraph;

use super::bars::of_keys;
use super::desk::scrolled;
use super::exercises;
use super::styled::{self, bold, dim, noted, prose};
use crate::commands::watch::state::{Extent, State};

/// Every key, and what it does.
const KEYS: [(&str, &str); 17] = [
    ("save", "runs the checks; a newer save stops those that run"),
    ("r", "runs the checks now"),
    (
        "h",
        "gives a hint for the check that is shown, and the next one each time",
    ),
    ("n", "goes to the next exercise that has not passed"),
    (
        "e",
        "opens your editor ($VISUAL or $EDITOR) at the line of the failure",
    ),
    ("Tab", "shows the next check; Shift-Tab the one before"),
    ("↑ ↓", "scroll; j and k too"),
    ("← →", "scroll to the side what is too wide"),
    ("PgUp PgDn", "turn a page; Space too"),
    ("Home End", "go to the first and the last line"),
    ("l", "lists the exercises; type to search, Enter goes there"),
    ("s", "shows the solution, once every check passes"),
    (
        "d",
        "compares your file with the solution, once every check passes",
    ),
    (
        "x",
        "makes your file the stub again; asks first, and keeps what you wrote",
    ),
    ("?", "shows these keys"),
    ("q", "quits, at once; Ctrl-C too"),
    ("Esc", "goes back to the checks"),
];

/// The marks in the list, and what they mean.
const MARKS: &str = "Marks of exercises: ✓ passed, ○ begun, · still the stub, ! the file is missing or cannot be read.";

/// The exercises that the search finds.
pub fn list(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    search: &str,
    place: usize,
) -> Extent {
    let [head, rows, foot] = split(area);
    let width = usize::from(area.width);
    let found = state.found(search);
    let typed = Line::from(vec![
        ratatui_core::text::Span::styled("Search: ", bold()),
        ratatui_core::text::Span::raw(fitted(&format!("{search}▏"), width.saturating_sub(8))),
    ]);
    frame.render_widget(typed, head);
    let place = place.min(found.len().saturating_sub(1));
    let lines = match found.is_empty() {
        true => prose("No exercise has all these words.", width, dim()),
        false => exercises::lines(state, &found, place, width, rows.height.into()),
    };
    frame.render_widget(Paragraph::new(lines), rows);
    let keys = [
        ("Enter", "go there"),
        ("Esc", "back"),
        ("↑↓", "choose"),
        ("type", "to search"),
    ];
    frame.render_widget(of_keys(&keys, width), foot);
    Extent::default()
}

/// The keys.
pub fn help(frame: &mut Frame<'_>, area: Rect, state: &State) -> Extent {
    let width = usize::from(area.width);
    let key = KEYS.iter().map(|(key, _)| key.chars().count()).max();
    let key = key.unwrap_or(0) + 2;
    let mut lines = Vec::new();
    for (name, what) in KEYS {
        let words = prose(what, width.saturating_sub(key), dim());
        for (at, line) in words.into_iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let mut spans = vec![ratatui_core::text::Span::styled(
                format!("{name:key$}"),
                bold(),
            )];
            spans.push(ratatui_core::text::Span::raw(line.to_string()));
            lines.push(Line::from(spans));
        }
    }
    lines.push(Line::default());
    lines.extend(prose(MARKS, width, dim()));
    page_of(frame, area, state, "Keys", lines)
}

/// The question before a reset.
pub fn reset(frame: &mut Frame<'_>, area: Rect, state: &State) -> Extent {
    let width = usize::from(area.width);
    let name = &state.row().name;
    let text = format!(
        "Make {name} the stub again? What you have written is kept in a file beside it, whose name you are told."
    );
    let mut lines = prose(&text, width, noted(state.paint));
    lines.push(Line::default());
    lines.push(of_keys(
        &[("y", "reset it"), ("any other key", "leave it as it is")],
        width,
    ));
    frame.render_widget(Paragraph::new(lines), area);
    Extent::default()
}

/// A text to read.
pub fn page(frame: &mut Frame<'_>, area: Rect, state: &State, title: &str, text: &str) -> Extent {
    page_of(frame, area, state, title, styled::lines(text))
}

fn page_of(
    frame: &mut Frame<'_>,
    area: Rect,
    state: &State,
    title: &str,
    lines: Vec<Line<'static>>,
) -> Extent {
    let [head, text, foot] = split(area);
    let width = usize::from(area.width);
    frame.render_widget(Line::styled(fitted(title, width), bold()), head);
    let keys = [("Esc", "back"), ("↑↓ PgUp PgDn", "scroll"), ("q", "quit")];
    frame.render_widget(of_keys(&keys, width), foot);
    scrolled(frame, text, state, lines)
}

/// A line above, a line below, and the room between.
fn split(area: Rect) -> [Rect; 3] {
    let parts = [
        Constraint::Length(2),
        Constraint::Min(1),
        Constraint::Length(1),
    ];
    let [head, middle, foot] = Layout::vertical(parts).areas(area);
    let head = Rect {
        height: head.height.min(1),
        ..head
    };
    [head, middle, foot]
}
