//! Text with colours, as the renderers of reports write it, for the screen.

use ansi_to_tui::IntoText as _;
use course::Verdict;
use course::text::{Paint, plain, wrapped};
use ratatui_core::style::{Color, Modifier, Style};
use ratatui_core::text::{Line, Span};

/// The lines of a text with colours.
pub fn lines(text: &str) -> Vec<Line<'static>> {
    let parsed = text.into_text().map(|text| text.lines);
    // Nothing that we write is no text with colours.
    parsed.unwrap_or_else(|_| {
        text.lines()
            .map(|line| Line::from(line.to_owned()))
            .collect()
    })
}

/// Prose in lines of at most `width` columns, in one style. Nothing in it draws.
pub fn prose(text: &str, width: usize, style: Style) -> Vec<Line<'static>> {
    let text = plain(text);
    let lines = text.lines().flat_map(|line| wrapped(line, width));
    lines.map(|line| Line::styled(line, style)).collect()
}

/// A piece of text that stands out.
pub fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

/// A piece of text that steps back.
pub fn dim() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

/// What the person is to notice.
pub fn noted(paint: Paint) -> Style {
    coloured(paint, Color::Yellow)
}

/// What went well.
pub fn good(paint: Paint) -> Style {
    coloured(paint, Color::Green)
}

fn coloured(paint: Paint, colour: Color) -> Style {
    match paint {
        Paint::Plain => bold(),
        Paint::Colour => bold().fg(colour),
    }
}

/// Text in the colour of a verdict, which is that of the reports.
pub fn of_verdict(paint: Paint, verdict: Verdict, text: String) -> Span<'static> {
    let painted = paint.verdict(verdict, &text);
    let span = lines(&painted)
        .into_iter()
        .next()
        .and_then(|line| line.spans.into_iter().next());
    span.unwrap_or_else(|| Span::raw(text))
}
