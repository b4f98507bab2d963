//! The pane with the file: where each thread goes on, and what was done last.

use ratatui_core::style::Style;
use ratatui_core::text::{Line, Span};
use runtrace::Site;

use super::view::Screen;

impl Screen<'_> {
    /// The file's name, and as many of its lines as there is room for, around the one that matters most.
    pub(super) fn source(&self, height: usize) -> (String, Vec<Line<'static>>) {
        let site = self.looks_at();
        let lines = self.sources.file(&site.file);
        let at = (site.line as usize).saturating_sub(1);
        let first = at
            .saturating_sub(height / 2)
            .min(lines.len().saturating_sub(height));
        let shown = lines.iter().enumerate().skip(first).take(height);
        let shown = shown.map(|(number, text)| self.source_line(&site.file, number + 1, text));
        (site.file.clone(), shown.collect())
    }

    /// The line of the move at the cursor; if there is none, that of the latest step.
    fn looks_at(&self) -> Site {
        let position = self.table.state().map(|state| &state.position);
        let chosen = position.and_then(|position| {
            let one = position.moves.get(self.table.cursor)?;
            position.threads.get(one.choice.thread)?.next.clone()
        });
        let latest = position.and_then(|position| {
            let mut steps = position.steps.iter().rev();
            steps
                .find(|step| step.site.line > 0)
                .map(|step| step.site.clone())
        });
        let chosen = chosen.map(|next| next.site).filter(|site| site.line > 0);
        chosen.or(latest).unwrap_or_default()
    }

    fn source_line(&self, file: &str, number: usize, text: &str) -> Line<'static> {
        let mark = self.mark(file, number);
        let style = match mark.as_str() {
            "" => self.dim(),
            _ => self.strong(),
        };
        let gutter = format!(
            "{mark:>5}{} {number:>4} ",
            if mark.is_empty() { ' ' } else { '>' }
        );
        Line::from(vec![
            Span::styled(
                gutter,
                if mark.is_empty() {
                    self.dim()
                } else {
                    self.accent()
                },
            ),
            Span::styled(text.to_owned(), style),
        ])
    }

    /// The moves that go on at that line, by number; `-` if a thread waits there.
    fn mark(&self, file: &str, number: usize) -> String {
        let Some(state) = self.table.state() else {
            return String::new();
        };
        let threads = &state.position.threads;
        let is_here = |thread: usize| {
            let next = threads.get(thread).and_then(|thread| thread.next.as_ref());
            next.is_some_and(|next| next.site.file == file && next.site.line as usize == number)
        };
        let moves = state.position.moves.iter().enumerate();
        let here = moves.filter(|(_, one)| is_here(one.choice.thread));
        let numbers: Vec<_> = here.map(|(number, _)| (number + 1).to_string()).collect();
        if numbers.is_empty() && (0..threads.len()).any(is_here) {
            return "-".to_owned();
        }
        numbers.join(",").chars().take(5).collect()
    }
}

/// So that a pane without colours is one.
pub(super) fn plain() -> Style {
    Style::new()
}
