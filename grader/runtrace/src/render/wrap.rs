//! Breaks what is said in words into lines that fit a terminal.

use super::columns::columns;

/// `text` with each line broken at spaces to at most `width` columns; the rest of a line is
/// indented by two more.
pub fn lines(text: &str, width: usize) -> String {
    text.lines()
        .map(|text| line(text, width))
        .collect::<Vec<_>>()
        .join("\n")
}

fn line(text: &str, width: usize) -> String {
    let indent = text
        .chars()
        .take_while(|character| *character == ' ')
        .count();
    hanging(text, indent + 2, width).join("\n")
}

/// `text` broken at spaces to at most `width` columns; each line after the first is indented by `hang`.
pub fn hanging(text: &str, hang: usize, width: usize) -> Vec<String> {
    if columns(text) <= width {
        return vec![text.to_owned()];
    }
    let words = text.trim_start();
    let indent = text.len() - words.len();
    let mut done: Vec<String> = Vec::new();
    let mut open = " ".repeat(indent);
    let mut is_empty = true;
    for word in words.split_whitespace() {
        if !is_empty && columns(&open) + 1 + columns(word) > width {
            done.push(std::mem::replace(&mut open, " ".repeat(hang)));
            is_empty = true;
        }
        if !is_empty {
            open.push(' ');
        }
        open.push_str(word);
        is_empty = false;
    }
    done.push(open);
    done
}
