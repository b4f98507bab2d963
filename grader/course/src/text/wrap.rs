//! Prose in columns.

use super::WIDTH;

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

/// Words in lines of [`WIDTH`] columns whose first begins at column `indent`, and so do the others.
pub fn hanging(text: &str, indent: usize) -> String {
    let lines = wrapped(text, WIDTH.saturating_sub(indent));
    lines.join(&format!("\n{:indent$}", ""))
}

/// Columns that `text` takes, as far as a count of its characters tells.
pub fn columns(text: &str) -> usize {
    text.chars().count()
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
    fn lines_are_as_long_as_the_terminal_is_wide_and_no_longer() {
        let text = hanging("12345678 ".repeat(20).trim_end(), 8);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0].len() + 8, 8 + 8 * 8 + 7);
        assert!(
            lines[1..]
                .iter()
                .all(|line| line.len() <= WIDTH && line.starts_with("        1"))
        );
    }
}
