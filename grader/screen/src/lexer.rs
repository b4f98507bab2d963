//! Words and punctuation of Rust source, so that a banned word inside a comment or a string is not an offence.
//!
//! The compiler's own lexer says where each token ends, in the version of the compiler that compiles submissions: where
//! the two disagreed, a word could hide. It never fails: what is not Rust is left for the compiler to refuse.

use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};

/// A piece of code that is neither space, comment nor literal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The word, or one character of punctuation. A raw identifier keeps its `r#`, since it is no
    /// keyword.
    pub text: &'a str,
    /// Line in the file, from 1.
    pub line: usize,
}

/// The words and punctuation of `source`, in order. Comments, lifetimes and literals of every kind leave nothing behind.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut line = 1;
    for (kind, text) in pieces(source) {
        match kind {
            TokenKind::LineComment { .. }
            | TokenKind::BlockComment { .. }
            | TokenKind::Whitespace
            | TokenKind::Literal { .. }
            | TokenKind::Lifetime { .. }
            | TokenKind::RawLifetime
            | TokenKind::UnknownPrefixLifetime => {}
            // Two characters of punctuation that the lexer keeps together.
            TokenKind::GuardedStrPrefix => {
                found.extend([&text[..1], &text[1..]].map(|text| Token { text, line }));
            }
            _ => found.push(Token { text, line }),
        }
        line += text.matches('\n').count();
    }
    found
}

/// Everything in `source` as the compiler takes it apart, with its text; spaces and comments too.
pub(crate) fn pieces(source: &str) -> impl Iterator<Item = (TokenKind, &str)> {
    let mut rest = source;
    tokenize(source, FrontmatterAllowed::No).map(move |token| {
        let (text, after) = rest.split_at(token.len as usize);
        rest = after;
        (token.kind, text)
    })
}

/// True if the code says `todo!`: work is still wanted there.
pub fn has_todo(source: &str) -> bool {
    tokens(source)
        .windows(2)
        .any(|pair| pair[0].text == "todo" && pair[1].text == "!")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<&str> {
        tokens(source).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_and_strings_leave_nothing_behind() {
        assert_eq!(
            words("a // extern\nb /* extern /* extern */ extern */ c"),
            ["a", "b", "c"]
        );
        assert_eq!(
            words(r#"a("extern \" extern", b"extern", c"extern")"#),
            ["a", "(", ",", ",", ")"]
        );
        assert_eq!(
            words("f(r##\"extern \"# extern\"##) g(br\"\\\") extern"),
            ["f", "(", ")", "g", "(", ")", "extern"]
        );
    }

    #[test]
    fn a_string_prefix_inside_a_word_is_part_of_the_word() {
        assert_eq!(words("number\"extern\" hub"), ["number", "hub"]);
    }

    #[test]
    fn characters_are_told_from_lifetimes() {
        assert_eq!(words(r"'a' '\'' '\u{41}' '/' x"), ["x"]);
        assert_eq!(words("&'a str 'outer: loop"), ["&", "str", ":", "loop"]);
        assert_eq!(words("b'\"' extern \""), ["extern"]);
    }

    #[test]
    fn a_suffix_or_a_lifetime_begins_no_raw_string() {
        assert_eq!(
            words(r#"m!("a"r"\" + " + extern + ")"#),
            ["m", "!", "(", "+", "extern", "+"]
        );
        assert_eq!(
            words(r#"m!('r"\" " + extern + ")"#),
            ["m", "!", "(", "+", "extern", "+"]
        );
    }

    #[test]
    fn invisible_marks_are_space() {
        assert_eq!(
            words("extern\u{200E}crate\u{85}x"),
            ["extern", "crate", "x"]
        );
    }

    #[test]
    fn a_raw_identifier_is_no_keyword() {
        assert_eq!(words("r#extern extern"), ["r#extern", "extern"]);
    }

    #[test]
    fn lines_are_counted_through_comments_and_strings() {
        let lines: Vec<_> = tokens("a /*\n*/ b \"\n\n\" c")
            .into_iter()
            .map(|token| token.line)
            .collect();
        assert_eq!(lines, [1, 2, 4]);
    }

    #[test]
    fn text_left_open_runs_to_the_end() {
        for open in ["/* a", "\"a", "r#\"a\"", "'\\", "b\"", "'"] {
            assert!(words(open).iter().all(|word| *word != "a"), "{open}");
        }
    }

    #[test]
    fn todo_counts_only_as_a_macro_in_code() {
        assert!(has_todo("fn f() { todo!(\"write me\") }"));
        assert!(has_todo("fn f() { std::todo ! () }"));
        assert!(!has_todo("// todo!()\nfn todo() {}"));
    }
}
