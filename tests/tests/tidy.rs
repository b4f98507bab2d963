//! What reviewers forget to look for, in every file of the course.
//!
//! Submissions under `tests/submissions` and `tests/fixtures` are as students write, and are not looked at.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use course::Verdict;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::program::COURSE;
use crate::submission::{is_named, walk};

/// Lines of a file.
const LINES: usize = 500;

/// Columns of a line of code. Newer code has 100, which is what rustfmt wraps at; comments of older code have 125.
const COLUMNS: usize = 120;

/// Columns of a comment.
const COMMENT_COLUMNS: usize = 125;

/// Files that another file includes, which cannot begin with `//!`.
const INCLUDED: [&str; 1] = ["grader/submission-std/std/src/allowed.rs"];

/// Where `unsafe` may stand.
const UNSAFE: [&str; 5] = [
    "grader/model-std/",
    "grader/sandbox/src/linux/sys.rs",
    // Attackers, who keep to no rules.
    "grader/sandbox/tests/attacks/",
    "grader/loom-std/src/thread/scoped.rs",
    // One call of an unsafe function of std, to compare its model with it.
    "tests/model-std/tests/parity/threads.rs",
];

/// Where `allow` may stand: the student's file is included there, and its own package says what it is warned of; and
/// libraries that are others'.
const ALLOWED: [&str; 2] = ["grader/modelled/lib.rs", "grader/modelled-libraries/lib.rs"];

/// A file of the course.
#[derive(Debug)]
struct Source {
    /// Relative to the root, with `/`.
    path: String,
    text: String,
}

/// Every file that is text and no submission.
static FILES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let tests = COURSE.join("tests");
    let wanted = |path: &Path| {
        let is_submission =
            path.starts_with(&tests) && is_named(path, &["submissions", "fixtures"]);
        !(is_submission || is_named(path, &["target", ".git"]))
    };
    let mut files = Vec::new();
    walk(&COURSE, &wanted, &mut |path| {
        if let (true, Ok(text)) = (path.is_file(), fs::read_to_string(path)) {
            let path = path.strip_prefix(&*COURSE).expect("it was found there");
            let path = path.to_string_lossy().replace('\\', "/");
            files.push(Source { path, text });
        }
    });
    assert!(files.len() > 300, "the course is found: {}", files.len());
    files
});

/// The Rust files.
fn rust() -> impl Iterator<Item = &'static Source> {
    FILES.iter().filter(|file| file.path.ends_with(".rs"))
}

/// Demands that nothing was found.
#[track_caller]
fn expect_none(found: impl Iterator<Item = String>, remedy: &str) {
    let found: Vec<_> = found.collect();
    assert!(found.is_empty(), "{remedy}:\n  {}", found.join("\n  "));
}

/// Whether a file is one of those, or in one of those folders.
fn is_among(file: &Source, places: &[&str]) -> bool {
    places.iter().any(|place| file.path.starts_with(place))
}

impl Source {
    fn tokens(&self) -> TokenStream {
        let tokens = self.text.parse();
        tokens.unwrap_or_else(|error| panic!("{} is not Rust: {error}", self.path))
    }
}

/// Calls `see` with every token, groups and what is in them included.
fn each(tokens: TokenStream, see: &mut dyn FnMut(&TokenTree)) {
    for token in tokens {
        see(&token);
        if let TokenTree::Group(group) = &token {
            each(group.stream(), see);
        }
    }
}

/// The lines, from 1, on which a literal stands. To the compiler a doc comment is one; here it is none.
fn literals(file: &Source) -> Vec<Range<usize>> {
    let text: Vec<_> = file.text.lines().collect();
    let mut lines = Vec::new();
    each(file.tokens(), &mut |token| {
        if let TokenTree::Literal(literal) = token {
            let span = literal.span();
            let (start, end) = (span.start().line, span.end().line);
            if !text[start - 1].trim_start().starts_with("//") {
                lines.push(start..end + 1);
            }
        }
    });
    lines
}

#[test]
fn every_file_says_what_it_is_for() {
    let heads = rust().filter(|file| !file.text.starts_with("//!"));
    let found = heads.filter(|file| !is_among(file, &INCLUDED));
    let found = found.map(|file| file.path.clone());
    expect_none(found, "begin the file with `//!` and its one purpose");
}

#[test]
fn no_file_is_long() {
    let long = rust().filter(|file| file.text.lines().count() > LINES);
    let found = long.map(|file| file.path.clone());
    expect_none(found, "split it into files with one purpose each");
}

#[test]
fn no_line_is_wide() {
    let mut found = Vec::new();
    for file in rust() {
        let wide = file.text.lines().enumerate().filter(|(_, line)| {
            let text = line.trim_start();
            // A row of a table cannot be broken.
            let is_row = text.starts_with("//! |") || text.starts_with("/// |");
            let most = if text.starts_with("//") {
                COMMENT_COLUMNS
            } else {
                COLUMNS
            };
            !is_row && line.chars().count() > most
        });
        let wide: Vec<_> = wide.map(|(at, _)| at + 1).collect();
        if wide.is_empty() {
            continue;
        }
        let literals = literals(file);
        let is_free = |line: &&usize| literals.iter().any(|lines| lines.contains(*line));
        let wide = wide.iter().filter(|line| !is_free(line));
        found.extend(wide.map(|line| format!("{}:{line}", file.path)));
    }
    expect_none(found.into_iter(), "break the line at 100 columns");
}

#[test]
fn unsafe_stands_where_it_may() {
    let mut found = Vec::new();
    for file in rust().filter(|file| !is_among(file, &UNSAFE)) {
        each(file.tokens(), &mut |token| {
            if matches!(token, TokenTree::Ident(word) if word == "unsafe") {
                found.push(format!("{}:{}", file.path, token.span().start().line));
            }
        });
    }
    expect_none(
        found.into_iter(),
        "only model-std and the sandbox may hold `unsafe`",
    );
}

#[test]
fn nothing_is_ignored_or_allowed() {
    let mut found = Vec::new();
    for file in rust().filter(|file| !is_among(file, &ALLOWED)) {
        each(file.tokens(), &mut |token| {
            let TokenTree::Group(group) = token else {
                return;
            };
            let first = group.stream().into_iter().next();
            let is_attribute = group.delimiter() == Delimiter::Bracket;
            if let (true, Some(TokenTree::Ident(word))) = (is_attribute, first)
                && (word == "ignore" || word == "allow")
            {
                let line = word.span().start().line;
                found.push(format!("{}:{line}: {word}", file.path));
            }
        });
    }
    let remedy = "write a test that can run, and `expect` with a reason";
    expect_none(found.into_iter(), remedy);
}

#[test]
fn the_readme_explains_every_verdict_by_the_word_that_is_said() {
    let readme = FILES.iter().find(|file| file.path == "README.md");
    let readme = &readme.expect("the course has a README").text;
    let table = readme.split("| said | means |\n|---|---|\n").nth(1);
    let rows = table.expect("it has a table of verdicts").lines();
    let words: Vec<_> = rows
        .map_while(|row| row.strip_prefix("| "))
        .filter_map(|row| row.split(" |").next())
        .collect();
    assert_eq!(words, Verdict::ALL.map(Verdict::word));
}

#[test]
fn packages_have_one_version_and_agree_on_those_of_others() {
    let mut required: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    let mut found = Vec::new();
    let manifests = FILES
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml"));
    let root = FILES.iter().find(|file| file.path == "Cargo.toml");
    for file in manifests.chain(root) {
        let manifest: toml::Table = file.text.parse().expect("a manifest is TOML");
        let inherits = |key: &str| {
            let value = manifest.get("package").and_then(|package| package.get(key));
            value.is_none_or(|value| value.get("workspace").is_some())
        };
        let keys = ["version", "edition", "rust-version", "license"].iter();
        // The code of others is of the edition in which they wrote it.
        let is_of_others =
            |key: &str| key == "edition" && file.path.starts_with("grader/modelled-libraries/");
        let own = keys.filter(|key| !inherits(key) && !is_of_others(key));
        found.extend(own.map(|key| format!("{}: {key}", file.path)));
        requirements(&toml::Value::Table(manifest), &mut |package, version| {
            let versions = required.entry(package.to_owned()).or_default();
            let files = versions.entry(version.to_owned()).or_default();
            files.push(file.path.clone());
        });
    }
    let several = required.iter().filter(|(_, versions)| versions.len() > 1);
    found.extend(several.map(|(package, versions)| format!("{package}: {versions:?}")));
    expect_none(found.into_iter(), "inherit it from the workspace");
}

/// Calls `see` with every package that a table of dependencies requires, and the version.
fn requirements(value: &toml::Value, see: &mut dyn FnMut(&str, &str)) {
    let Some(table) = value.as_table() else {
        return;
    };
    for (key, value) in table {
        if key.ends_with("dependencies") {
            for (package, of) in value.as_table().into_iter().flatten() {
                let version = of.as_str().or_else(|| of.get("version")?.as_str());
                version
                    .into_iter()
                    .for_each(|version| see(package, version));
            }
        } else {
            requirements(value, see);
        }
    }
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    let folders = ["home", "root", "tmp", "work"].map(|folder| format!("/{folder}/"));
    let is_name = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let mut found = Vec::new();
    for file in FILES.iter() {
        let lines = file.text.lines().enumerate();
        let named = lines.filter(|(_, line)| {
            folders.iter().any(|folder| {
                line.match_indices(folder).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    let after = &line[at + folder.len()..];
                    // `/home/me` is anybody's.
                    let is_example = folder == "/home/" && after.starts_with("me");
                    let is_path = !before.is_some_and(|c| is_name(c) || "}/*~".contains(c));
                    is_path && !is_example && after.starts_with(is_name)
                })
            })
        });
        found.extend(named.map(|(at, _)| format!("{}:{}", file.path, at + 1)));
    }
    let remedy = "write a path relative to the course, or one that is given";
    expect_none(found.into_iter(), remedy);
}

/// The looks themselves see what they look for.
#[test]
fn a_line_within_a_literal_and_a_word_within_a_string_are_told_from_code() {
    let file = Source {
        path: PathBuf::from("a.rs").display().to_string(),
        text: "/// A.\nfn a() {\n    b(\n        \"unsafe\n        c\",\n    );\n}\n".to_owned(),
    };
    assert_eq!(literals(&file).first(), Some(&(4..6)));
    let mut words = Vec::new();
    each(file.tokens(), &mut |token| {
        if let TokenTree::Ident(word) = token {
            words.push(word.to_string());
        }
    });
    // `doc` is what the comment becomes.
    assert_eq!(words, ["doc", "fn", "a", "b"]);
}
