//! Splits Rust source into words and punctuation, so that a banned word inside a comment or a
//! string is not an offence.
//!
//! Only what tells code from text is understood: comments (which nest), strings (plain, byte, C and
//! raw), characters against lifetimes, and raw identifiers. It never fails: whatever is not Rust is
//! left for the compiler to refuse.

/// A piece of code that is neither space, comment nor literal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The word, or one character of punctuation. A raw identifier keeps its `r#`, since it is no
    /// keyword.
    pub text: &'a str,
    /// Line in the file, from 1.
    pub line: usize,
}

/// The words and punctuation of `source`, in order. Literals of every kind leave nothing behind.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        source,
        at: 0,
        line: 1,
    };
    std::iter::from_fn(|| lexer.next()).collect()
}

/// True if the code says `todo!`: work is still wanted there.
pub fn has_todo(source: &str) -> bool {
    tokens(source)
        .windows(2)
        .any(|pair| pair[0].text == "todo" && pair[1].text == "!")
}

/// Where the reading has got to.
struct Lexer<'a> {
    source: &'a str,
    /// Byte offset, always at the start of a character.
    at: usize,
    line: usize,
}

impl<'a> Lexer<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.source[self.at..];
            let first = rest.chars().next()?;
            if is_space(first) {
                self.skip(first.len_utf8());
            } else if rest.starts_with("//") {
                self.skip(rest.find('\n').unwrap_or(rest.len()));
            } else if rest.starts_with("/*") {
                self.skip(block_comment(rest));
            } else if let Some(length) = string(rest) {
                self.skip(length);
            } else if first == '\'' {
                self.skip(quote(rest));
            } else if first.is_ascii_digit() {
                self.skip(run_of(rest, is_word));
            } else {
                let raw = rest.starts_with("r#") && rest[2..].starts_with(is_word);
                let length = if raw {
                    2 + run_of(&rest[2..], is_word)
                } else {
                    run_of(rest, is_word)
                };
                let token = Token {
                    text: &rest[..length.max(first.len_utf8())],
                    line: self.line,
                };
                self.skip(token.text.len());
                return Some(token);
            }
        }
    }

    /// Moves past `length` bytes, counting the lines in them.
    fn skip(&mut self, length: usize) {
        self.line += self.source[self.at..self.at + length].matches('\n').count();
        self.at += length;
    }
}

/// Space as the compiler sees it, which counts two invisible direction marks as well.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200E}' | '\u{200F}')
}

/// Letters beyond ASCII are not looked up: taking all of them for parts of words can hide no
/// keyword.
fn is_word(c: char) -> bool {
    c == '_' || c.is_ascii_alphanumeric() || (!c.is_ascii() && !is_space(c))
}

/// Bytes at the start of `text` whose characters all satisfy `wanted`.
fn run_of(text: &str, wanted: fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}

/// Length of the block comment that `text` begins with; one left open runs to the end.
fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text.as_bytes()[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if text.as_bytes()[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// Length of the string literal that `text` begins with, whatever its prefix and with any suffix.
fn string(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|prefix| {
        let rest = text.strip_prefix(prefix);
        rest.is_some_and(|rest| {
            if prefix.ends_with('r') {
                opens_raw(rest)
            } else {
                rest.starts_with('"')
            }
        })
    })?;
    let body = &text[prefix.len()..];
    let length = if prefix.ends_with('r') {
        raw_string(body)
    } else {
        plain_string(body)
    };
    Some(with_suffix(text, prefix.len() + length))
}

/// Adds the word glued to the literal of `length` bytes: `"a"r"b"` is a suffix `r`, not a raw
/// string.
fn with_suffix(text: &str, length: usize) -> usize {
    length + run_of(&text[length..], is_word)
}

/// True at the hashes and quote that open a raw string: `"`, `#"`, `##"`...
fn opens_raw(text: &str) -> bool {
    text.trim_start_matches('#').starts_with('"')
}

/// Length of a raw string from its hashes to the hashes that close it.
fn raw_string(text: &str) -> usize {
    let hashes = run_of(text, |c| c == '#');
    let open = hashes + 1;
    let close = format!("\"{}", &text[..hashes]);
    text[open..]
        .find(&close)
        .map_or(text.len(), |at| open + at + close.len())
}

/// Length of a string from its quote to the first quote that no backslash precedes.
fn plain_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of the character literal or lifetime that `text` begins with.
fn quote(text: &str) -> usize {
    let mut after = text[1..].chars();
    match (after.next(), after.next()) {
        // '\n', '\'', '\u{1F600}': the closing quote comes after the escaped character.
        (Some('\\'), Some(escaped)) => {
            let from = 2 + escaped.len_utf8();
            text[from..]
                .find('\'')
                .map_or(text.len(), |at| with_suffix(text, from + at + 1))
        }
        (Some(c), Some('\'')) => with_suffix(text, 2 + c.len_utf8()),
        // A lifetime or a label goes with its name: in `'r"a"` no raw string begins.
        _ => with_suffix(text, 1),
    }
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
        assert_eq!(words("b'\"' extern \""), ["b", "extern"]);
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
