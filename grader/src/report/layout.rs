//! Text on a terminal 80 columns wide: wrapping, points, colour, and nothing that a submission
//! could use to draw.

use std::borrow::Cow;

use checks::Verdict;

/// Columns of a report.
pub const WIDTH: usize = 80;

/// Words of `text` in lines of at most `width` columns. A longer word has a line to itself.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Lines of a longer text, indented by up to `indent`: prose is wrapped in its own column, tables
/// and charts stay as they are and are indented less if they would be too wide.
pub fn block(text: &str, indent: usize) -> Vec<String> {
    let widest = text
        .lines()
        .filter(|line| is_drawn(line))
        .map(columns)
        .max()
        .unwrap_or(0);
    let indent = indent.min(WIDTH.saturating_sub(widest));
    let text = unwrapped(text, WIDTH.saturating_sub(indent));
    let line = |line: &str| {
        let words = line.trim_start();
        let own = indent + columns(line) - columns(words);
        let lines = match is_drawn(line) {
            true => vec![words.trim_end().to_owned()],
            false => wrapped(words, WIDTH.saturating_sub(own)),
        };
        // A blank line is no word, and is a line all the same.
        let blank = lines.is_empty().then(String::new);
        let indented = lines
            .into_iter()
            .map(move |line| format!("{:own$}{line}", ""));
        blank.into_iter().chain(indented).collect::<Vec<_>>()
    };
    text.lines().flat_map(line).collect()
}

/// The text with each paragraph that was wrapped for more than `width` columns on one line: wrapped once more as it is, it
/// would have a short line after each long one. What is indented is a list, of which each line stands for itself.
fn unwrapped(text: &str, width: usize) -> String {
    let is_prose = |line: &&str| !is_drawn(line) && line.starts_with(|c: char| !c.is_whitespace());
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.lines().peekable();
    while let Some(line) = rest.next() {
        let mut paragraph = vec![line];
        if is_prose(&line) {
            while let Some(next) = rest.next_if(|next| is_prose(next) && !is_labelled(next)) {
                paragraph.push(next);
            }
        }
        match paragraph.iter().any(|line| columns(line) > width) {
            true => lines.push(paragraph.join(" ")),
            false => lines.extend(paragraph.into_iter().map(str::to_owned)),
        }
    }
    lines.join("\n")
}

/// True of a line that begins a paragraph by its kind, as the compiler's do: `note: ...`, `help: ...`.
fn is_labelled(line: &str) -> bool {
    let label = line.split_once(": ").map(|(label, _)| label);
    label.is_some_and(|label| label.bytes().all(|b| b.is_ascii_lowercase()))
}

/// True of a line in which columns matter: it is drawn with bars or runs of spaces, or quotes code.
fn is_drawn(line: &str) -> bool {
    let text = line.trim();
    text.contains("  ") || text.contains('|')
}

/// Columns that `text` takes, as far as a count of its characters tells.
pub fn columns(text: &str) -> usize {
    text.chars().count()
}

/// Points as people read them: one digit after the point, two where they are needed.
pub fn points(points: f64) -> String {
    let exact = format!("{points:.2}");
    exact.strip_suffix('0').unwrap_or(&exact).to_owned()
}

/// `text` without control characters. A panic message is the submission's own text, and escape
/// sequences in it could move the cursor up and paint a grade; marks of direction could turn the
/// rest of a line around.
pub fn plain(text: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_control = |c: char| (c.is_control() && c != '\n') || turns(c);
    match text.contains(is_control) {
        true => text
            .replace('\t', "    ")
            .replace(is_control, "\u{fffd}")
            .into(),
        false => text.into(),
    }
}

/// Whether to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Letters only.
    Plain,
    /// ANSI colours: green for passed, red for failed, yellow where nothing is done or known yet.
    Colour,
}

impl Paint {
    /// Colour for a terminal that knows it, unless `NO_COLOR` is set to something.
    pub fn for_terminal(is_terminal: bool) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if is_terminal && !refused && !dumb {
            Self::Colour
        } else {
            Self::Plain
        }
    }

    /// `text` in the colour of `verdict`.
    pub fn verdict(self, verdict: Verdict, text: &str) -> String {
        let code = match verdict {
            Verdict::Passed => "1;32",
            Verdict::NotAttempted | Verdict::Inconclusive | Verdict::GraderFault => "1;33",
            _ => "1;31",
        };
        self.with(code, text)
    }

    /// `text` that stands out.
    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    /// `text` that steps back.
    pub fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\x1b[{code}m{text}\x1b[0m"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_and_never_cut() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("exceedingly long", 4), ["exceedingly", "long"]);
        assert_eq!(wrapped("  ", 4), Vec::<String>::new());
    }

    #[test]
    fn prose_is_wrapped_in_its_column_and_tables_are_left_alone() {
        let prose = "word ".repeat(18);
        let lines = block(
            &format!("{prose}\n\n  {prose}\n  1  load 0     2\nmain |##|"),
            4,
        );
        assert_eq!(lines[0], format!("    {}", "word ".repeat(15).trim_end()));
        assert_eq!(lines[2], "");
        assert!(lines[3].starts_with("      word") && columns(&lines[3]) <= WIDTH);
        assert_eq!(&lines[5..], ["      1  load 0     2", "    main |##|"]);
    }

    #[test]
    fn prose_that_was_wrapped_for_more_columns_is_wrapped_anew() {
        let eighty = "word ".repeat(16);
        let text = format!("{}\nand the end.\n\nshort\nlines", eighty.trim_end());
        let lines = block(&text, 4);
        assert_eq!(lines[1], "    word and the end.");
        assert_eq!(&lines[2..], ["", "    short", "    lines"]);
        let notes = format!("note: {0}\nhelp: do this", eighty.trim_end());
        assert_eq!(block(&notes, 4).last().unwrap(), "    help: do this");
        let list = format!("  {0}\n  {0}", "word ".repeat(16).trim_end());
        assert_eq!(block(&list, 4).len(), 4, "a list is left a list");
    }

    #[test]
    fn what_is_too_wide_to_be_indented_is_indented_less() {
        let chart = format!("|{}|", "#".repeat(76));
        assert_eq!(
            block(&format!("{chart}\nend"), 4),
            [format!("  {chart}"), "  end".to_owned()]
        );
        let wider = format!("|{}|", "#".repeat(90));
        assert_eq!(block(&wider, 4), [wider]);
    }

    #[test]
    fn points_have_as_many_digits_as_they_need() {
        assert_eq!(
            [2.0, 2.5, 3.33, 10.0].map(points),
            ["2.0", "2.5", "3.33", "10.0"]
        );
    }

    #[test]
    fn a_submission_cannot_paint() {
        assert_eq!(
            plain("\x1b[32mPASS\rx\ty\n"),
            "\u{fffd}[32mPASS\u{fffd}x    y\n"
        );
        assert_eq!(plain("0/10 \u{202e}01/01"), "0/10 \u{fffd}01/01");
        assert_eq!(plain("a | b\n"), "a | b\n");
    }
}
