//! Prose in columns.

use super::columns;

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

/// Words in lines of `width` columns whose first begins at column `indent`, and so do the others.
pub fn hanging(text: &str, indent: usize, width: usize) -> String {
    let lines = wrapped(text, width.saturating_sub(indent));
    lines.join(&format!("\n{:indent$}", ""))
}

/// Text of several lines, each wrapped in `width` columns from its own indentation on.
pub fn paragraphs(text: &str, width: usize) -> String {
    let line = |line: &str| {
        let words = line.trim_start();
        let own = columns(line) - columns(words);
        let lines = wrapped(words, width.saturating_sub(own));
        // A blank line is no word, and is a line all the same.
        let blank = lines.is_empty().then(String::new);
        let indented = lines.iter().map(|line| format!("{:own$}{line}", ""));
        blank.into_iter().chain(indented).collect::<Vec<_>>()
    };
    text.lines().flat_map(line).collect::<Vec<_>>().join("\n")
}

/// Lines that have been laid out, moved to the right by `indent` columns, or by fewer if they would be too wide for
/// `width`.
pub fn indented(text: &str, indent: usize, width: usize) -> Vec<String> {
    let widest = text.lines().map(columns).max().unwrap_or(0);
    let indent = indent.min(width.saturating_sub(widest));
    let line = |line: &str| format!("{:indent$}{line}", "").trim_end().to_owned();
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::WIDTH;
    use super::*;

    #[test]
    fn words_are_wrapped_and_never_cut() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("exceedingly long", 4), ["exceedingly", "long"]);
        assert_eq!(wrapped("  ", 4), Vec::<String>::new());
    }

    #[test]
    fn a_wide_letter_takes_two_columns() {
        assert_eq!(wrapped("山田 太郎", 8), ["山田", "太郎"]);
    }

    #[test]
    fn each_line_of_a_paragraph_keeps_its_indentation() {
        assert_eq!(
            paragraphs("one two three\n\n  four five", 8),
            "one two\nthree\n\n  four\n  five"
        );
    }

    #[test]
    fn what_is_too_wide_to_be_indented_is_indented_less() {
        let chart = format!("|{}|", "#".repeat(76));
        assert_eq!(
            indented(&format!("{chart}\n\nend"), 4, WIDTH),
            [format!("  {chart}"), String::new(), "  end".to_owned()]
        );
        let wider = format!("|{}|", "#".repeat(90));
        assert_eq!(indented(&wider, 4, WIDTH), [wider]);
    }

    #[test]
    fn lines_are_as_long_as_the_terminal_is_wide_and_no_longer() {
        let text = hanging("12345678 ".repeat(20).trim_end(), 8, WIDTH);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0].len() + 8, 8 + 8 * 8 + 7);
        assert!(
            lines[1..]
                .iter()
                .all(|line| line.len() <= WIDTH && line.starts_with("        1"))
        );
    }
}
