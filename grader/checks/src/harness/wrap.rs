//! Prose in the columns of a terminal.

use std::fmt::Write;

/// Columns of a terminal.
pub(super) const WIDTH: usize = 80;

/// Words in lines of [`WIDTH`] columns; the first begins at `indent`, and so do the others.
pub(super) fn wrapped(words: &str, indent: usize) -> String {
    let mut text = String::new();
    let mut column = indent;
    for word in words.split(' ') {
        let width = word.chars().count();
        if column > indent && column + 1 + width > WIDTH {
            let _ = write!(text, "\n{:indent$}", "");
            column = indent;
        } else if column > indent {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += width;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_long_as_the_terminal_is_wide_and_no_longer() {
        let text = wrapped("12345678 ".repeat(20).trim_end(), 8);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0].len() + 8, 8 + 8 * 8 + 7);
        assert!(
            lines[1..]
                .iter()
                .all(|line| line.len() <= WIDTH && line.starts_with("        1"))
        );
    }

    #[test]
    fn a_word_wider_than_the_terminal_stays_whole() {
        let word = "x".repeat(100);
        assert_eq!(wrapped(&format!("a {word} b"), 0), format!("a\n{word}\nb"));
    }
}
