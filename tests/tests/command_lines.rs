//! What the pages tell to type can be typed: each command line of `grader` in them is parsed as the program parses it, each
//! one of `cargo` names a package and a test program that are there, and no option is named that nothing has.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use grader::examples::command;

use crate::program::COURSE;
use crate::submission::walk;

/// How the grader is started from a clone.
const BY_CARGO: [&str; 2] = ["cargo run -p grader -- ", "cargo run  -p grader -- "];

/// Options in the pages that are those of other programs.
const OF_OTHERS: [&str; 6] = [
    "--checks-jobs",
    "--checks-play",
    "--extern",
    "--features",
    "--force-warn",
    "--test-threads",
];

/// What stands before options on a line of their own; what is said of a command stands further to the right.
const OPTIONS: &str = "    --";

/// Commands of cargo that pages name.
const OF_CARGO: [&str; 12] = [
    "test", "run", "build", "install", "bench", "clean", "check", "nextest", "doc", "clippy",
    "fmt", "miri",
];

/// A command line, and where it stands.
#[derive(Debug)]
struct Line {
    place: String,
    text: String,
    /// Whether it is to be typed as it stands; in prose a command may be called by its name only.
    in_block: bool,
}

/// The pages: all that people read.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let is_wanted = |path: &Path| {
        let name = path.file_name().unwrap_or_default();
        !(name == "target" || name == ".git" || name == "fixtures")
    };
    walk(&COURSE, &is_wanted, &mut |path| {
        let name = path.file_name().unwrap_or_default();
        if path.extension().is_some_and(|end| end == "md") && name != "CHANGELOG.md" {
            pages.push(path.to_owned());
        }
    });
    pages
}

/// What stands in backquotes in a line of prose.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The command without what is said of it, and without what a shell does with it.
fn alone(text: &str) -> &str {
    let text = text.trim().trim_start_matches("$ ");
    let text = text.strip_prefix("source <(").unwrap_or(text);
    // Between `cargo run` and `-p` pages have two spaces, so that commands stand below each other.
    let start = if text.starts_with("cargo") { 16 } else { 0 };
    let rest = text.get(start..).unwrap_or_default();
    let ends = ["  ", " #", " | ", " && ", ";", ")", " > ", "`", ","];
    let end = ends.iter().filter_map(|end| rest.find(end)).min();
    text[..end.map_or(text.len(), |end| start + end)].trim_end()
}

/// Command lines of a page, in blocks and in prose. What begins with an option in a block goes on from the line above.
fn lines_of(page: &Path) -> Vec<Line> {
    let text = fs::read_to_string(page).expect("a page is text");
    let name = page.strip_prefix(&*COURSE).unwrap_or(page).display();
    let mut lines: Vec<Line> = Vec::new();
    let mut fence: Option<&str> = None;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(kind) = line.trim_start().strip_prefix("```") {
            fence = fence.is_none().then_some(kind);
            continue;
        }
        let place = format!("{name}:{number}");
        let in_block = matches!(fence, Some("text" | "" | "sh" | "bash"));
        let before = lines.last().map(|line| alone(&line.text).to_owned());
        let before = before.unwrap_or_default();
        let mut add = |text: &str| {
            let text = text.trim().to_owned();
            let place = place.clone();
            lines.push(Line {
                place,
                text,
                in_block,
            });
        };
        match line.trim_start() {
            options if in_block && options.starts_with("--") && line.starts_with(OPTIONS) => {
                let whole = format!("{before} {options}");
                add(&whole);
            }
            line if in_block => add(line),
            line if fence.is_none() => quoted(line).for_each(add),
            _ => {}
        }
    }
    lines
}

/// Arguments of a line of the grader, if it is one.
fn of_grader(text: &str) -> Option<Vec<String>> {
    let text = alone(text);
    let mut starts = BY_CARGO.iter().chain(&["grader "]);
    let arguments = starts.find_map(|start| text.strip_prefix(start))?;
    let words = arguments
        .replace(['[', ']'], "")
        .replace("I/N", "1/2")
        .replace("text|json|...", "text");
    let words = shell_words::split(&words).ok()?;
    let is_open = |word: &String| word.contains("...") || word.contains('|') || word == "COMMAND";
    (!words.iter().any(is_open)).then_some(words)
}

/// Help is asked for, or a command is only called by its name.
fn is_fine(error: &clap::Error, line: &Line) -> bool {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::MissingRequiredArgument => !line.in_block,
        _ => false,
    }
}

#[test]
fn every_command_line_of_the_pages_is_one_that_the_grader_takes() {
    let (mut wrong, mut parsed) = (Vec::new(), 0);
    for line in pages().iter().flat_map(|page| lines_of(page)) {
        let Some(words) = of_grader(&line.text) else {
            continue;
        };
        let words = ["grader".to_owned()].into_iter().chain(words);
        parsed += 1;
        match command().try_get_matches_from(words) {
            Err(error) if !is_fine(&error, &line) => {
                wrong.push(format!("{}: {}\n{error}", line.place, line.text));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(parsed > 80, "only {parsed} were found");
}

#[test]
fn the_first_words_of_the_graders_lines_are_commands_or_exercises() {
    let commands: BTreeSet<_> = command()
        .get_subcommands()
        .map(|it| it.get_name().to_owned())
        .collect();
    let is_exercise = |word: &str| {
        let digits = word.strip_prefix("ex").unwrap_or(word);
        let number: String = digits.chars().take_while(char::is_ascii_digit).collect();
        !number.is_empty() || ["EX", "exNN"].contains(&word)
    };
    for line in pages().iter().flat_map(|page| lines_of(page)) {
        let Some(words) = of_grader(&line.text) else {
            continue;
        };
        let first = words.first().map(String::as_str).unwrap_or_default();
        let is_known = commands.contains(first) || first == "help" || is_exercise(first);
        assert!(
            first.is_empty() || first.starts_with('-') || is_known,
            "{}: {}",
            line.place,
            line.text
        );
    }
}

#[test]
fn every_option_that_a_page_names_is_one_of_the_grader() {
    let whole = command();
    let all = std::iter::once(&whole).chain(whole.get_subcommands());
    let longs = all.flat_map(clap::Command::get_arguments);
    let mut known: BTreeSet<String> = longs
        .filter_map(|it| Some(format!("--{}", it.get_long()?)))
        .collect();
    known.extend(["--help", "--version"].map(str::to_owned));
    for line in pages().iter().flat_map(|page| lines_of(page)) {
        let named = line.text.strip_prefix("--").unwrap_or_default();
        if !named.starts_with(|letter: char| letter.is_ascii_lowercase()) {
            continue;
        }
        let option = line.text.split([' ', '=', '|']).next().unwrap_or_default();
        let option = option.trim_end_matches(|c: char| !c.is_alphanumeric());
        assert!(
            known.contains(option) || OF_OTHERS.contains(&option),
            "{}: nothing has {option}",
            line.place
        );
    }
}

/// Names of the workspace's packages and test programs.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let is_wanted = |path: &Path| !["target", ".git"].iter().any(|end| path.ends_with(end));
    walk(&COURSE, &is_wanted, &mut |path| {
        if !path.ends_with("Cargo.toml") {
            return;
        }
        let text = fs::read_to_string(path).unwrap_or_default();
        let named = text.lines().filter_map(|line| line.strip_prefix("name = "));
        names.extend(named.map(|name| name.trim_matches('"').to_owned()));
        let tests = path.with_file_name("tests");
        for entry in fs::read_dir(tests).into_iter().flatten().flatten() {
            let file = entry.path();
            names.extend(file.file_stem().map(|it| it.to_string_lossy().into_owned()));
        }
    });
    names
}

#[test]
fn every_line_of_cargo_names_what_is_there() {
    let names = names();
    let mut seen = 0;
    for line in pages().iter().flat_map(|page| lines_of(page)) {
        let text = line.text.trim_start_matches("$ ");
        let Some(rest) = text.strip_prefix("cargo ") else {
            continue;
        };
        let words: Vec<_> = rest.split_whitespace().collect();
        let first = words.iter().find(|word| !word.starts_with('+'));
        let first = first.copied().unwrap_or_default();
        assert!(OF_CARGO.contains(&first), "{}: {text}", line.place);
        for pair in words.windows(2) {
            // `ex17` is the exercise that the author's page makes, `exNN` any.
            let name = pair[1].trim_end_matches(['`', ',', ')']);
            let is_named = ["-p", "--package", "--test", "--bench"].contains(&pair[0]);
            if is_named && !["ex17", "exNN", "EX"].contains(&name) {
                seen += 1;
                assert!(names.contains(name), "{}: no {name}: {text}", line.place);
            }
        }
    }
    assert!(seen > 50, "only {seen} were found");
}
