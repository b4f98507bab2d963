//! Paragraphs, lists and tables below each other, indented and in the columns that there are.

use super::{WIDTH, columns, wrapped};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
