//! A file that is the root of a crate, as it can be included into another root by `include!`.
//!
//! Only an inner attribute or inner documentation at its head keeps a file from being included. Both are put out of
//! action where they stand, so that every line keeps its number and every column its place.

use ra_ap_rustc_lexer::{DocStyle, TokenKind};

use crate::lexer::pieces;

/// The text, to be included.
pub fn includable(text: &str) -> String {
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut copy = String::with_capacity(rest.len());
    while let Some((length, replacement)) = head(rest) {
        copy.push_str(&replacement);
        rest = &rest[length..];
    }
    copy + rest
}

/// The length of what `text` begins with, if that can stand at the head of a file, and what takes its place. None where
/// the items begin.
fn head(text: &str) -> Option<(usize, String)> {
    let (kind, piece) = pieces(text).next()?;
    let replacement = match kind {
        TokenKind::LineComment { doc_style } | TokenKind::BlockComment { doc_style, .. } => {
            match doc_style {
                Some(DocStyle::Outer) => return None,
                Some(DocStyle::Inner) => plain(piece),
                None => piece.to_owned(),
            }
        }
        TokenKind::Whitespace => piece.to_owned(),
        _ => {
            let length = inner_attribute(text)?;
            return Some((length, blank(&text[..length])));
        }
    };
    Some((piece.len(), replacement))
}

/// The comment as one that documents nothing.
fn plain(documentation: &str) -> String {
    // `//!` or `/*!`.
    format!("{} {}", &documentation[..2], &documentation[3..])
}

/// Spaces over as many lines and columns.
fn blank(text: &str) -> String {
    let space = |c: char| if c == '\n' { c } else { ' ' };
    text.chars().map(space).collect()
}

/// Length of the `#![...]` that `text` begins with.
fn inner_attribute(text: &str) -> Option<usize> {
    let mut opening = [TokenKind::Pound, TokenKind::Bang, TokenKind::OpenBracket]
        .into_iter()
        .peekable();
    let mut depth = 0_usize;
    let mut length = 0;
    for (kind, piece) in pieces(text) {
        length += piece.len();
        match kind {
            TokenKind::Whitespace
            | TokenKind::LineComment { doc_style: None }
            | TokenKind::BlockComment {
                doc_style: None, ..
            } => continue,
            _ if opening.peek().is_some() => {
                opening.next_if_eq(&kind)?;
            }
            _ => {}
        }
        match kind {
            TokenKind::OpenBracket => depth += 1,
            TokenKind::CloseBracket => depth -= 1,
            _ => {}
        }
        if depth == 0 && opening.peek().is_none() {
            return Some(length);
        }
    }
    None
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
    fn every_comment_is_passed_over_on_the_way_to_the_head() {
        let head = "/* License. */\n/*! a /* b */ c */ // d\n#/* e */![allow(unused)]\nfn f() {}\n";
        let copy = includable(head);
        assert_eq!(
            copy,
            format!(
                "/* License. */\n/*  a /* b */ c */ // d\n{}\nfn f() {{}}\n",
                " ".repeat(24)
            )
        );
    }

    #[test]
    fn a_column_counts_characters() {
        let copy = includable("#![doc = \"\u{e4} ] \u{1F600}\"] fn f() {}");
        assert_eq!(copy, format!("{}fn f() {{}}", " ".repeat(18)));
    }

    #[test]
    fn a_file_without_a_head_is_itself() {
        for text in [
            "",
            "fn f() {}",
            "/// Doc.\nfn f() {}",
            "#[derive(Debug)]\nstruct A;",
            "/* Mine. */ /** Doc. */ fn f() {}",
            "#![left(open",
        ] {
            assert_eq!(includable(text), text);
        }
    }
}
