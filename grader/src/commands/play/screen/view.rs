//! What is drawn of the table: panes side by side where there is room, else one below the other.

use course::Verdict;
use course::text::wrapped;
use ratatui_core::layout::{Constraint, Layout, Rect};
use ratatui_core::style::{Color, Modifier, Style};
use ratatui_core::terminal::Frame;
use ratatui_core::text::{Line, Span};
use ratatui_widgets::block::Block;
use ratatui_widgets::borders::Borders;
use ratatui_widgets::paragraph::Paragraph;
use supervise::play::State;

use super::source::plain;
use crate::commands::play::sources::Sources;
use crate::commands::play::table::Table;
use crate::commands::play::words;

/// Columns from which the file has a pane beside the others.
const WIDE: u16 = 90;

/// What is drawn.
pub struct Screen<'p> {
    pub table: &'p Table,
    pub sources: &'p Sources,
    pub story: &'p [String],
    pub colour: bool,
    /// Whether an answer is being waited for that takes a while.
    pub is_busy: bool,
}

impl Screen<'_> {
    pub(super) fn dim(&self) -> Style {
        plain().add_modifier(Modifier::DIM)
    }

    pub(super) fn strong(&self) -> Style {
        plain().add_modifier(Modifier::BOLD)
    }

    pub(super) fn accent(&self) -> Style {
        self.coloured(Color::Cyan).add_modifier(Modifier::BOLD)
    }

    fn coloured(&self, colour: Color) -> Style {
        match self.colour {
            true => plain().fg(colour),
            false => plain(),
        }
    }

    /// Draws all of it.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if self.table.explains {
            self.explain(frame, area);
            return;
        }
        let width = area.width as usize;
        let head = self.head(width);
        let foot = self.foot(width);
        let rows = [
            Constraint::Length(head.len() as u16),
            Constraint::Min(3),
            Constraint::Length(foot.len() as u16),
        ];
        let [top, middle, bottom] = Layout::vertical(rows).areas(area);
        frame.render_widget(Paragraph::new(head), top);
        self.panes(frame, middle);
        frame.render_widget(Paragraph::new(foot), bottom);
    }

    fn panes(&self, frame: &mut Frame<'_>, area: Rect) {
        let Some(state) = self.table.state() else {
            let said = self
                .table
                .said
                .as_deref()
                .unwrap_or("There is nothing to show.");
            frame.render_widget(Paragraph::new(self.prose(said, area.width as usize)), area);
            return;
        };
        let is_wide = area.width >= WIDE;
        let columns = if is_wide { [46, 54] } else { [100, 0] };
        let columns = columns.map(Constraint::Percentage);
        let [left, right] = Layout::horizontal(columns).areas(area);
        let inner = left.width.saturating_sub(2) as usize;
        let (threads, things) = (self.threads(state, inner), self.things(state, inner));
        let steps = self.steps(state, inner);
        let framed = |lines: usize| Constraint::Max(lines as u16 + 2);
        let mut heights = vec![framed(threads.len()), framed(things.len())];
        // In a narrow terminal the file comes last, as far as there is room.
        heights.push(if is_wide {
            Constraint::Min(3)
        } else {
            framed(steps.len().clamp(1, 6))
        });
        if !is_wide {
            heights.push(Constraint::Min(0));
        }
        let areas = Layout::vertical(heights).split(left);
        self.pane(frame, areas[0], "Threads", threads);
        self.pane(frame, areas[1], "Values", things);
        let room = areas[2].height.saturating_sub(2) as usize;
        let skipped = steps.len().saturating_sub(room);
        self.pane(
            frame,
            areas[2],
            "Done so far",
            steps.into_iter().skip(skipped).collect(),
        );
        let beside = if is_wide { right } else { areas[3] };
        let (name, lines) = self.source(beside.height.saturating_sub(2) as usize);
        if beside.height > 2 {
            self.pane(frame, beside, &name, lines);
        }
    }

    fn pane(&self, frame: &mut Frame<'_>, area: Rect, title: &str, lines: Vec<Line<'static>>) {
        let title = Span::styled(format!(" {title} "), self.strong());
        let block = Block::new()
            .borders(Borders::ALL)
            .border_style(self.dim())
            .title(title);
        frame.render_widget(Paragraph::new(lines).block(block), area);
    }

    fn prose(&self, text: &str, width: usize) -> Vec<Line<'static>> {
        wrapped(text, width).into_iter().map(Line::from).collect()
    }

    /// What is played, and what there is to find.
    fn head(&self, width: usize) -> Vec<Line<'static>> {
        let table = self.table;
        let which = words::which_run(&table.runs, table.run);
        let title = format!("{}  {}  ({which})", table.exercise, table.check);
        let mut lines: Vec<_> = wrapped(&title, width)
            .into_iter()
            .map(|line| Line::styled(line, self.strong()))
            .collect();
        let is_beginning = table.moves_made() == 0;
        for line in self.story.iter().filter(|_| is_beginning) {
            lines.extend(self.prose(line, width));
        }
        if let Some(run) = table.runs.get(table.run).filter(|_| is_beginning) {
            lines.extend(self.prose(&words::what_is_known(run), width));
        }
        lines
    }

    fn threads(&self, state: &State, width: usize) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for row in words::threads(state, self.sources) {
            let name = |style| Span::styled(format!("{} ", row.name), style);
            for (number, does) in &row.moves {
                let is_chosen = *number == self.table.cursor;
                let key = format!("{} {} ", if is_chosen { ">" } else { " " }, number + 1);
                let head = columns_of(&key) + columns_of(&row.name) + 1;
                let mut words = wrapped(does, width.saturating_sub(head)).into_iter();
                let first = words.next().unwrap_or_default();
                lines.push(Line::from(vec![
                    Span::styled(key, self.accent()),
                    name(self.strong()),
                    Span::raw(first),
                ]));
                lines.extend(words.map(|line| Line::raw(format!("{:head$}{line}", ""))));
            }
            if row.moves.is_empty() {
                let text = format!("{} {}", row.name, row.at);
                let words = wrapped(&text, width.saturating_sub(4)).into_iter();
                lines.extend(words.map(|line| Line::styled(format!("    {line}"), self.dim())));
            } else if !row.place.is_empty() {
                let style = if row.own { plain() } else { self.dim() };
                let text = format!("    {}  {}", row.place, row.source);
                lines.push(Line::styled(text, style));
            }
        }
        lines
    }

    fn things(&self, state: &State, width: usize) -> Vec<Line<'static>> {
        let position = &state.position;
        let each = position.things.iter().flat_map(|thing| {
            let text = format!("{}: {}", thing.name, words::thing(position, thing));
            wrapped(&text, width)
        });
        each.map(Line::from).collect()
    }

    fn steps(&self, state: &State, width: usize) -> Vec<Line<'static>> {
        let position = &state.position;
        let mut lines = Vec::new();
        for step in position.steps.iter().filter(|step| words::is_told(step)) {
            let style = match step {
                step if step.panic => self.coloured(Color::Red),
                step if step.own && !step.quiet => plain(),
                _ => self.dim(),
            };
            let text = words::step(position, step);
            let words = wrapped(&text, width).into_iter();
            lines.extend(words.map(|line| Line::styled(line, style)));
        }
        lines
    }

    /// How the run has ended, what was said, and the keys.
    fn foot(&self, width: usize) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        if let Some(state) = self.table.state()
            && let Some(ending) = &state.ending
        {
            let (word, text) = words::ending(ending, &state.position);
            let colour = match ending.verdict {
                Verdict::Passed => Color::Green,
                _ => Color::Red,
            };
            lines.push(Line::styled(
                word,
                self.coloured(colour).add_modifier(Modifier::BOLD),
            ));
            for sentence in text {
                lines.extend(self.prose(&sentence, width));
            }
        }
        let said = match self.is_busy {
            true => Some("Looking for a way that fails from here..."),
            false => self.table.said.as_deref(),
        };
        for line in said.map(|said| wrapped(said, width)).unwrap_or_default() {
            lines.push(Line::styled(line, self.accent()));
        }
        if self.table.to_show() > 0 {
            let text = "Enter: its next step   b: back   q: quit".to_owned();
            lines.extend(self.prose(&text, width));
        } else {
            let keys = match width {
                0..64 => "1-9 go  b back  s show  h hint  ? q",
                _ => {
                    "1-9: let that thread go on  b: back  s: show me  h: hint  ?: all keys  q: quit"
                }
            };
            lines.push(Line::styled(keys, self.dim()));
        }
        lines
    }

    fn explain(&self, frame: &mut Frame<'_>, area: Rect) {
        let width = area.width.saturating_sub(2) as usize;
        let mut lines = Vec::new();
        for (key, does) in words::KEYS {
            let mut words = wrapped(does, width.saturating_sub(11)).into_iter();
            let first = words.next().unwrap_or_default();
            lines.push(Line::from(vec![
                Span::styled(format!("{key:<11}"), self.accent()),
                Span::raw(first),
            ]));
            lines.extend(words.map(|line| Line::raw(format!("{:11}{line}", ""))));
        }
        self.pane(frame, area, "Keys (? goes back)", lines);
    }
}

fn columns_of(text: &str) -> usize {
    course::text::columns(text)
}

#[cfg(test)]
mod tests;
