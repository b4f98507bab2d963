//! Words and attributes that a submission may not use.

use crate::Offence;
use crate::lexer::Token;

/// Words, each with the reason that a student is given.
///
/// Every `unsafe` that the compiler can see stands in the file as this word, since no macro can put a keyword together
/// from other words. Files brought in from elsewhere are refused by themselves.
const WORDS: [(&str, &str); 4] = [
    (
        "unsafe",
        "write it with the safe parts of the standard library",
    ),
    (
        "extern",
        "it would reach past the std that the checks watch; remove it",
    ),
    (
        "naked",
        "it is machine code, which the checks cannot watch; remove it",
    ),
    (
        "naked_asm",
        "it is machine code, which the checks cannot watch; remove it",
    ),
];

/// Macros that read other files, besides `include`.
const READERS: [&str; 2] = ["include_str", "include_bytes"];

/// Attributes, by the word they begin with.
const ATTRIBUTES: [(&str, &str); 2] = [
    (
        "path",
        "a submission is the one file that is handed in; write the module here",
    ),
    (
        "track_caller",
        "code may not depend on who calls it; remove it",
    ),
];

/// All of these in the file.
pub fn offences(tokens: &[Token<'_>]) -> Vec<Offence> {
    let mut attributes = Attributes::default();
    let look = |(at, token): (usize, &Token<'_>)| {
        attributes.read(token.text);
        let next = tokens.get(at + 1).map(|token| token.text);
        let before = at.checked_sub(1).map(|before| tokens[before].text);
        let message = word(token.text)
            .filter(|_| !is_crate_of_std(tokens, at))
            .or_else(|| reader(before, token.text, next))
            .or_else(|| {
                let is_attribute = attributes.is_open();
                is_attribute.then(|| attribute(token.text, next)).flatten()
            })?;
        Some(Offence {
            line: token.line,
            message,
        })
    };
    tokens.iter().enumerate().filter_map(look).collect()
}

/// Whether `extern crate alloc;` begins there, which leads to the std of submissions like any path: without it no file
/// can name `alloc` at all.
fn is_crate_of_std(tokens: &[Token<'_>], at: usize) -> bool {
    let text = |after: usize| tokens.get(at + after).map_or("", |token| token.text);
    text(0) == "extern"
        && text(1) == "crate"
        && ["std", "core", "alloc"].contains(&text(2))
        && [";", "as"].contains(&text(3))
}

fn word(text: &str) -> Option<String> {
    let (word, reason) = WORDS.iter().find(|(word, _)| *word == text)?;
    Some(format!("`{word}` is not allowed: {reason}"))
}

/// A macro that reads another file. Its name is enough, since a macro of the file's own could call it by that; only
/// `include` is an everyday word as well.
fn reader(before: Option<&str>, text: &str, next: Option<&str>) -> Option<String> {
    let text = name(text);
    let is_reader = match text {
        "include" => {
            let is_call = matches!(next, Some("!" | "as"));
            let is_handed_on = next == Some(")") && before == Some("(");
            is_call || is_handed_on
        }
        _ => READERS.contains(&text),
    };
    is_reader.then(|| {
        format!(
            "`{text}!` is not allowed: a submission is the one file that is handed in; remove it"
        )
    })
}

/// What a word names. `r#` makes a name of a keyword, and of any other word the same name.
fn name(word: &str) -> &str {
    word.strip_prefix("r#").unwrap_or(word)
}

fn attribute(text: &str, next: Option<&str>) -> Option<String> {
    let (name, reason) = ATTRIBUTES.iter().find(|(known, _)| *known == name(text))?;
    // `#[serde(path)]` and the like are other attributes' words.
    let ends = matches!(next, Some("]" | "=" | "," | ")"));
    ends.then(|| format!("`#[{name}]` is not allowed: {reason}"))
}

/// Whether the position is inside `#[...]`.
#[derive(Default)]
struct Attributes {
    after_hash: bool,
    depth: usize,
}

impl Attributes {
    fn read(&mut self, text: &str) {
        match text {
            "[" if self.depth > 0 || self.after_hash => self.depth += 1,
            "]" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.after_hash = text == "#" || (self.after_hash && text == "!");
    }

    fn is_open(&self) -> bool {
        self.depth > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::tokens;

    fn found(text: &str) -> Option<String> {
        let found = offences(&tokens(text));
        found.first().map(ToString::to_string)
    }

    #[test]
    fn a_banned_word_is_named_with_its_line() {
        let offence = found("//! extern\nfn f() {}\nextern crate libc;\n").expect("it is there");
        assert!(
            offence.starts_with("3: `extern` is not allowed: "),
            "{offence}"
        );
        let offence = found("fn f() {\n    unsafe { g() }\n}").expect("it is there");
        assert!(
            offence.starts_with("2: `unsafe` is not allowed: "),
            "{offence}"
        );
        assert!(found("#[unsafe(no_mangle)] fn f() {}").is_some());
    }

    #[test]
    fn the_crates_that_std_is_made_of_can_be_named_and_no_other() {
        assert_eq!(found("extern crate alloc;\nextern crate core as c;"), None);
        assert!(found("extern crate proc_macro;").is_some());
        assert!(found("extern crate std_detect as std;").is_some());
        assert!(found("extern \"C\" fn f() {}").is_some());
    }

    #[test]
    fn words_in_comments_strings_and_longer_words_are_no_offence() {
        let text =
            "#![forbid(unsafe_code)]\n// unsafe\nfn external() -> &'static str { \"extern\" }";
        assert_eq!(found(text), None);
    }

    #[test]
    fn other_files_are_not_brought_in() {
        for text in [
            "#[path = \"../theirs.rs\"] mod theirs;",
            "#[cfg_attr(all(), path = \"theirs.rs\")] mod theirs;",
            "#![path = \"theirs.rs\"]",
            "#[r#path = \"../theirs.rs\"] mod theirs;",
            "r#include!(\"theirs.rs\");",
            "const X: &[u8] = r#include_bytes!(\"/dev/zero\");",
            "macro_rules! m { ($i:ident) => { $i!(\"theirs\"); } } m!(r#include_str);",
            "include!(\"theirs.rs\");",
            "const X: &str = include_str ! (\"theirs.rs\");",
            "std::include_bytes!(\"theirs\")",
            "use std::prelude::v1::include_str as theirs;",
            "use std::prelude::v1::include as theirs;",
            "macro_rules! m { ($i:ident) => { $i!(\"theirs\"); } } m!(include);",
        ] {
            assert!(found(text).is_some(), "{text}");
        }
        assert_eq!(found("fn include(path: &str) { let path = [path]; }"), None);
    }

    #[test]
    fn who_calls_is_nobodys_business() {
        assert!(found("#[track_caller]\npub fn value(&self) {}").is_some());
        assert!(found("#[cfg_attr(all(), track_caller)] fn f() {}").is_some());
        assert!(found("#[r#track_caller] fn f() {}").is_some());
        assert_eq!(found("fn track_caller() {}"), None);
    }
}
