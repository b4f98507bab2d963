//! What a file writes of other modules, as far as its words tell: `use`, and paths that begin with
//! `crate`, `super` or `self`.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A module, or what is in one, by its names from the root of its crate on.
pub type Name = Vec<String>;

/// What a file writes of other modules.
#[derive(Default)]
pub struct Written {
    /// Paths as they stand there.
    pub paths: Vec<Name>,
    /// Those of them that it hands on, by the name that they have here: `pub use`.
    pub handed_on: BTreeMap<String, Name>,
}

/// The tokens of a group or file, without the items that are compiled for tests only.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let is_for_tests = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && {
            let text = group.to_string().replace(char::is_whitespace, "");
            text.starts_with("[cfg(test") || text.starts_with("[cfg(all(test")
        });
        if !is_for_tests {
            kept.push(token);
            continue;
        }
        kept.pop(); // Its `#`.
        let is_end = |token: &TokenTree| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            token => token.to_string() == ";",
        };
        tokens.by_ref().find(is_end);
    }
    kept
}

impl Written {
    /// Adds what stands in the tokens.
    pub fn read(&mut self, tokens: TokenStream) {
        let tokens = without_tests(tokens);
        let word = |token: &TokenTree| match token {
            TokenTree::Ident(word) => word.to_string(),
            _ => String::new(),
        };
        let words: Vec<String> = tokens.iter().map(word).collect();
        let mut at = 0;
        while at < tokens.len() {
            let before = |back: usize| at.checked_sub(back).map_or("", |at| &words[at]);
            let is_use = before(1) == "use";
            let is_pub = is_use && (before(2) == "pub" || before(3) == "pub");
            let begins = is_use || ["crate", "self", "super"].contains(&words[at].as_str());
            match &tokens[at] {
                TokenTree::Ident(_) if begins => at = self.tree(&tokens, at, &[], is_pub),
                TokenTree::Group(group) => {
                    self.read(group.stream());
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Reads a path that begins at a token, and returns where it ends. A group in it has several.
    fn tree(&mut self, tokens: &[TokenTree], at: usize, prefix: &[String], is_pub: bool) -> usize {
        let is = |at: usize, text: &str| tokens.get(at).is_some_and(|it| it.to_string() == text);
        let mut path = prefix.to_vec();
        let mut at = at;
        loop {
            match tokens.get(at) {
                Some(TokenTree::Ident(name)) => path.push(name.to_string()),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let mut next = 0;
                    while next < inner.len() {
                        next = self.tree(&inner, next, &path, is_pub) + 1;
                    }
                    return at + 1;
                }
                _ => {
                    // Of all that is there: `a::*`, or of one with generics: `a::<T>`.
                    self.paths.push(path);
                    return at;
                }
            }
            at += 1;
            if !(is(at, ":") && is(at + 1, ":")) {
                break;
            }
            at += 2;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let mut known_as = path.last().cloned().unwrap_or_default();
        if is(at, "as") {
            known_as = tokens[at + 1].to_string();
            at += 2;
        }
        if is_pub {
            self.handed_on.insert(known_as, path.clone());
        }
        self.paths.push(path);
        at
    }
}
