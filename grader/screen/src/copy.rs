//! A file that is the root of a crate, as it can be included into another root by `include!`.
//!
//! Only an inner attribute or inner documentation at its head keeps a file from being included. Both are put out of
//! action where they stand, so that every line keeps its number and every column its place.

use crate::lexer::tokens;

/// The text, to be included.
pub fn includable(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let mut copy = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        copy.push_str(&rest[..rest.len() - trimmed.len()]);
        rest = trimmed;
        let taken = if let Some(documentation) = rest.strip_prefix("//!") {
            copy.push_str("// ");
            3 + line(documentation)
        } else if rest.starts_with("/*!") {
            copy.push_str("/* ");
            let length = rest.find("*/").map_or(rest.len(), |end| end + 2);
            copy.push_str(&rest[3..length]);
            rest = &rest[length..];
            continue;
        } else if rest.starts_with("//") && !is_outer_documentation(rest) {
            line(rest)
        } else if let Some(length) = inner_attribute(rest) {
            copy.extend(
                rest[..length]
                    .chars()
                    .map(|c| if c == '\n' { c } else { ' ' }),
            );
            rest = &rest[length..];
            continue;
        } else {
            copy.push_str(rest);
            return copy;
        };
        let from = if rest.starts_with("//!") { 3 } else { 0 };
        copy.push_str(&rest[from..taken]);
        rest = &rest[taken..];
    }
}

fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn is_outer_documentation(text: &str) -> bool {
    text.starts_with("///") && !text.starts_with("////")
}

/// Length of the `#![...]` that `text` begins with.
fn inner_attribute(text: &str) -> Option<usize> {
    let after = text
        .strip_prefix('#')?
        .trim_start()
        .strip_prefix('!')?
        .trim_start();
    after.strip_prefix('[')?;
    let start = text.len() - after.len();
    let mut depth = 0_usize;
    // The lexer leaves out strings and comments; where a bracket stands is found by its place among all brackets.
    let mut end = None;
    for token in tokens(after) {
        let offset = token.text.as_ptr().addr() - after.as_ptr().addr();
        match token.text {
            "[" => depth += 1,
            "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            end = Some(start + offset + 1);
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_file_is_put_out_of_action_and_lines_stay() {
        let text = "//! Lesson.\n//! More.\n#![allow(unused)]\n#![doc = \"a ] b\"]\n\n/// Adds.\npub fn f() {}\n";
        let copy = includable(text);
        assert_eq!(copy.lines().count(), text.lines().count());
        assert_eq!(copy.lines().next(), Some("//  Lesson."));
        assert_eq!(copy.lines().nth(2).map(str::trim), Some(""));
        assert_eq!(copy.lines().nth(3).map(str::trim), Some(""));
        assert!(copy.ends_with("/// Adds.\npub fn f() {}\n"), "{copy}");
    }

    #[test]
    fn a_plain_comment_before_the_documentation_changes_nothing() {
        let copy = includable("// Mine.\n/*! Lesson. */\nuse std::thread;\n");
        assert_eq!(copy, "// Mine.\n/*  Lesson. */\nuse std::thread;\n");
    }

    #[test]
    fn a_file_without_a_head_is_itself() {
        for text in [
            "",
            "fn f() {}",
            "/// Doc.\nfn f() {}",
            "#[derive(Debug)]\nstruct A;",
        ] {
            assert_eq!(includable(text), text);
        }
    }
}
