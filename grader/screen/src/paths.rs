//! Parts of std that are not there for a submission, with the reason that a student is given.
//!
//! `submission-std` decides what there is. This says of the parts that one is most likely to ask for why they are
//! missing, at the line that asks, instead of leaving it to the compiler's "not found". It follows paths that begin
//! with `std`, `core` or `alloc`, and names that `use` has made of them.

use std::collections::BTreeMap;

use crate::Offence;
use crate::lexer::Token;

/// A part of std that an exercise can allow; see `capabilities` in `exercise.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    /// Files: `std::fs`, `std::path`.
    Fs,
    /// The network: `std::net`.
    Net,
    /// Starting other processes: `std::process::Command`.
    Process,
    /// Arguments and variables: `std::env`. The folders that it names lead to files and need [`Fs`](Self::Fs) too.
    Env,
    /// Standard input and pipes: `std::io::stdin`.
    Io,
}

impl Capability {
    /// All there are.
    pub const ALL: [Self; 5] = [Self::Fs, Self::Net, Self::Process, Self::Env, Self::Io];

    /// Its name in `exercise.toml` and as a feature of `submission-std`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fs => "fs",
            Self::Net => "net",
            Self::Process => "process",
            Self::Env => "env",
            Self::Io => "io",
        }
    }
}

const FILES: &str =
    "files are not modelled: one run would find what the one before has left in them";
const NETWORK: &str = "the network is not modelled: what comes back is another thing in each run";
const PROCESSES: &str =
    "other processes are not modelled, and what they do between two steps is not looked into";
const INPUT: &str =
    "standard input and pipes are not modelled: waiting for them would stop every thread";
const ENVIRONMENT: &str = "the environment is another on each machine";
const CALLER: &str = "code may not depend on who calls it";
const SYSTEM: &str = "the system underneath is not modelled";

/// What is missing: the path below `std`, who may have it all the same, and why it is missing.
const MISSING: [(&str, Option<Capability>, &str); 25] = [
    ("fs", Some(Capability::Fs), FILES),
    ("path", Some(Capability::Fs), FILES),
    ("net", Some(Capability::Net), NETWORK),
    ("env", Some(Capability::Env), ENVIRONMENT),
    ("ffi", None, SYSTEM),
    ("os", None, SYSTEM),
    ("arch", None, SYSTEM),
    ("intrinsics", None, SYSTEM),
    ("alloc", None, SYSTEM),
    ("backtrace", None, CALLER),
    ("panic::Location", None, CALLER),
    ("io::stdin", Some(Capability::Io), INPUT),
    ("io::Stdin", Some(Capability::Io), INPUT),
    ("io::StdinLock", Some(Capability::Io), INPUT),
    ("io::pipe", Some(Capability::Io), INPUT),
    ("io::PipeReader", Some(Capability::Io), INPUT),
    ("io::PipeWriter", Some(Capability::Io), INPUT),
    ("process::Command", Some(Capability::Process), PROCESSES),
    ("process::Child", Some(Capability::Process), PROCESSES),
    ("process::ChildStdin", Some(Capability::Process), PROCESSES),
    ("process::ChildStdout", Some(Capability::Process), PROCESSES),
    ("process::ChildStderr", Some(Capability::Process), PROCESSES),
    ("process::Stdio", Some(Capability::Process), PROCESSES),
    ("process::Output", Some(Capability::Process), PROCESSES),
    ("process::ExitStatus", Some(Capability::Process), PROCESSES),
];

/// The crates that a path into the library begins with.
const ROOTS: [&str; 3] = ["std", "core", "alloc"];

/// Why there is no such path below `std` for a submission; the longest part of it that is listed, and the reason.
pub fn reason(path: &str, allowed: &[Capability]) -> Option<(&'static str, &'static str)> {
    let is_part = |part: &str| {
        path.strip_prefix(part)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    let (part, needs, reason) = MISSING.iter().find(|(part, ..)| is_part(part))?;
    let has = needs.is_some_and(|capability| allowed.contains(&capability));
    (!has).then_some((part, reason))
}

/// Every use of something that is missing, as long as names lead there.
pub fn offences(tokens: &[Token<'_>], allowed: &[Capability]) -> Vec<Offence> {
    let missing = |(path, line): (String, usize)| {
        let (part, reason) = reason(&path, allowed)?;
        Some(Offence {
            line,
            message: format!("`std::{part}` is not allowed in this exercise: {reason}"),
        })
    };
    uses(tokens).into_iter().filter_map(missing).collect()
}

/// Paths below `std` that the file names, with their lines, in order.
fn uses(tokens: &[Token<'_>]) -> Vec<(String, usize)> {
    let mut names = BTreeMap::new();
    let mut found = Vec::new();
    // A module of the file's own by such a name is what the name leads to, in most places.
    let is_root = |text: &str| {
        let is_own = |pair: &[Token<'_>]| pair[0].text == "mod" && pair[1].text == text;
        ROOTS.contains(&text) && !tokens.windows(2).any(is_own)
    };
    let mut at = 0;
    while at < tokens.len() {
        let begins = !is_after_path(tokens, at) && is_path(tokens, at + 1);
        let text = tokens[at].text;
        if let Some(alias) = root_alias(tokens, at) {
            names.insert(alias.to_owned(), String::new());
            at += 3;
        } else if begins && is_root(text) {
            let is_use = is_in_use(tokens, at);
            let mut tree = Tree {
                tokens,
                at: at + 3,
                leaves: Vec::new(),
            };
            tree.read("");
            at = tree.at;
            for leaf in tree.leaves {
                if is_use {
                    names.insert(leaf.name.to_owned(), leaf.path.clone());
                }
                found.push((leaf.path, leaf.line));
            }
        } else if let Some(path) = names.get(text).filter(|_| begins).cloned() {
            let mut tree = Tree {
                tokens,
                at: at + 3,
                leaves: Vec::new(),
            };
            tree.read(&path);
            at = tree.at;
            found.extend(tree.leaves.into_iter().map(|leaf| (leaf.path, leaf.line)));
        } else {
            at += 1;
        }
    }
    found
}

/// What `use std as other;` calls the library.
fn root_alias<'t>(tokens: &[Token<'t>], at: usize) -> Option<&'t str> {
    let [root, as_, alias] = tokens.get(at..at + 3)? else {
        return None;
    };
    let is_root = ROOTS.contains(&root.text) && as_.text == "as" && is_in_use(tokens, at);
    is_root.then_some(alias.text)
}

/// Whether `::` stands at the position.
fn is_path(tokens: &[Token<'_>], at: usize) -> bool {
    let is_colon = |at: usize| tokens.get(at).is_some_and(|token| token.text == ":");
    is_colon(at) && is_colon(at + 1)
}

/// Whether the word at the position goes on a path (`crate::std`): then it is no crate's name. A path may begin with
/// `::` all the same.
fn is_after_path(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(colons) = at.checked_sub(2).filter(|&colons| is_path(tokens, colons)) else {
        return false;
    };
    let before = colons.checked_sub(1).map(|before| tokens[before].text);
    before.is_some_and(|before| {
        before == ">"
            || (is_word(before)
                && !["use", "as", "return", "in", "mut", "dyn", "impl"].contains(&before))
    })
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c == '_' || c.is_alphanumeric())
}

/// Whether the path at the position is what a `use` brings in.
fn is_in_use(tokens: &[Token<'_>], at: usize) -> bool {
    let before = tokens[..at].iter().rev().find(|token| token.text != ":");
    before.is_some_and(|token| token.text == "use")
}

/// The end of a path, and what it is called from there on.
struct Leaf<'t> {
    path: String,
    name: &'t str,
    line: usize,
}

/// A path with its branches: `io::{self, Read as R, prelude::*}`.
struct Tree<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    leaves: Vec<Leaf<'t>>,
}

impl<'t> Tree<'t> {
    fn text(&self) -> &'t str {
        self.tokens.get(self.at).map_or("", |token| token.text)
    }

    /// Reads what follows `prefix::`.
    fn read(&mut self, prefix: &str) {
        if self.text() == "{" {
            self.at += 1;
            while !["}", "", ";"].contains(&self.text()) {
                let before = self.at;
                self.read(prefix);
                if self.text() == "," || self.at == before {
                    self.at += 1;
                }
            }
            self.at += 1;
            return;
        }
        let Some(token) = self.tokens.get(self.at).filter(|token| is_word(token.text)) else {
            // `*`, or what is no path any more.
            self.at += 1;
            return;
        };
        let word = token.text.trim_start_matches("r#");
        let path = match (prefix, word) {
            (_, "self") => prefix.to_owned(),
            ("", _) => word.to_owned(),
            _ => format!("{prefix}::{word}"),
        };
        self.at += 1;
        if is_path(self.tokens, self.at) {
            self.at += 2;
            // A turbofish ends what is of interest.
            if self.text() == "{" || is_word(self.text()) {
                return self.read(&path);
            }
        }
        // `env!` is a macro, which has an empty environment to look into.
        if self.text() == "!" {
            return;
        }
        let mut name = path
            .rsplit("::")
            .next()
            .map_or(token.text, |last| match word {
                "self" => last_of(self.tokens, last),
                _ => token.text,
            });
        if self.text() == "as" {
            name = self
                .tokens
                .get(self.at + 1)
                .map_or(name, |token| token.text);
            self.at += 2;
        }
        self.leaves.push(Leaf {
            path,
            name,
            line: token.line,
        });
    }
}

/// The word among the tokens, which live longer than a path that was put together.
fn last_of<'t>(tokens: &'t [Token<'t>], word: &str) -> &'t str {
    let found = tokens.iter().find(|token| token.text == word);
    found.map_or("", |token| token.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::tokens;

    fn found(text: &str) -> Option<String> {
        let found = offences(&tokens(text), &[]);
        found.first().map(ToString::to_string)
    }

    #[test]
    fn what_is_missing_is_named_with_its_line_and_its_reason() {
        assert_eq!(
            found("fn f() {}\nuse std::net::TcpStream;").as_deref(),
            Some(
                "2: `std::net` is not allowed in this exercise: the network is not modelled: what comes back is another \
                 thing in each run"
            )
        );
    }

    #[test]
    fn it_is_found_however_it_is_written() {
        for text in [
            "use std::{sync::Mutex, net::{self, TcpStream}};",
            "use std::io::{self, pipe};",
            "use std::io;\nfn f() { io::stdin().lines(); }",
            "use std::io::{self as inout};\nfn f() { inout::stdin().lines(); }",
            "use std as s; fn f() { s::fs::read(\"x\"); }",
            "type T = <<std::net::Incoming<'static> as Iterator>::Item as X>::T;",
            "use ::std::fs;",
            "use core::panic::Location;",
            "fn f() { std::process::Command::new(\"sh\"); }",
            "use std::{os::fd::AsRawFd};",
            "use std::r#fs::File;",
        ] {
            assert!(found(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_no_offence() {
        for text in [
            "mod std { pub mod net {} } use crate::std::net;",
            "mod alloc { pub fn fs() {} } fn f() { alloc::fs() }",
            "use std::io; fn f(text: &[u8]) { io::read_to_string(text).unwrap(); }",
            "use std::{io::{self, Read, Write}, process, thread};",
            "fn f() { std::process::exit(1) }",
            "mod net { pub fn go() {} } fn f() { net::go() }",
            "const X: Option<&str> = std::option_env!(\"HOME\");",
            "fn f() { std::env!(\"HOME\"); }",
            "use std::collections::HashMap; fn f() { HashMap::<u8, u8>::new(); }",
            "use std::sync::mpsc::{self, *};",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn what_an_exercise_allows_is_no_offence() {
        let text = tokens("use std::process::{Child, Command};\nuse std::io::stdin;");
        assert_eq!(offences(&text, &[Capability::Process, Capability::Io]), []);
        let left = offences(&text, &[Capability::Process]);
        assert_eq!(left.iter().map(|left| left.line).collect::<Vec<_>>(), [2]);
    }
}
