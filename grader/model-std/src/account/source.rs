//! Source files: how their paths are shown, and the text of a line.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::engine::Site;
use crate::engine::record::PanicRecord;
use crate::source_path::{is_inside_a_library, short};

static ROOT: Mutex<Option<PathBuf>> = Mutex::new(None);
static FILES: Mutex<Option<HashMap<String, Vec<String>>>> = Mutex::new(None);

/// Directory that relative paths are looked up in.
pub fn set_root(root: PathBuf) {
    *ROOT.lock().unwrap_or_else(PoisonError::into_inner) = Some(root);
    *FILES.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Where a panic was raised, as it goes on after "panicked".
pub fn raised(panic: &PanicRecord) -> String {
    let inside = if panic.inside_std {
        " inside the standard library"
    } else {
        ""
    };
    match &panic.site {
        Some((file, line)) if panic.inside_std => format!("{inside}, after {}:{line}", short(file)),
        Some((file, line)) => format!(" at {}:{line}", short(file)),
        None => inside.to_owned(),
    }
}

/// `src/lib.rs:12`; empty if no line of the program's own says it.
pub fn place(site: Site) -> String {
    place_of(site.file(), site.line())
}

/// As [`place`], of a file and line.
pub fn place_of(file: &str, line: u32) -> String {
    if is_inside_a_library(file) {
        String::new()
    } else {
        format!("{}:{line}", short(file))
    }
}

/// Whether the file is one of tests rather than of what they test. A test's own steps are no explanation of a failure,
/// if there are others.
pub fn is_of_tests(file: &str) -> bool {
    let short = short(file);
    short.starts_with("tests/") || short.starts_with("tests\\")
}

/// The text of the line, without its indentation, if the file can be found.
pub fn line(file: &str, line: u32) -> Option<String> {
    whole_line(file, line).map(|text| super::short::source(text.trim()))
}

/// The text of the line as it is, if the file can be found.
pub fn whole_line(file: &str, line: u32) -> Option<String> {
    if is_inside_a_library(file) {
        return None;
    }
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let files = files.get_or_insert_with(HashMap::new);
    let lines = files.entry(file.to_owned()).or_insert_with(|| read(file));
    let text = lines.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
    Some(text.clone())
}

/// The word of a statement whose condition locks at that place: `while let Ok(job) = jobs.lock().unwrap().recv() {`.
/// The guard is a temporary of the condition, and lives until the end of the body.
pub fn holds_through_a_body(site: Site) -> Option<&'static str> {
    word_that_holds(site.file(), site.line())
}

fn word_that_holds(file: &str, line: u32) -> Option<&'static str> {
    /// Lines above that may belong to the same condition.
    const MOST: u32 = 3;
    let text = self::line(file, line)?;
    let lock = [".lock()", ".write()", ".read()"]
        .into_iter()
        .find_map(|call| text.find(call))?;
    let above = (line.saturating_sub(MOST)..line).rev();
    let above = above
        .map_while(|line| self::line(file, line))
        .take_while(|text| !text.ends_with(['{', '}', ';']));
    let mut condition: Vec<String> = std::iter::once(text[..lock].to_owned())
        .chain(above)
        .collect();
    condition.reverse();
    let condition = condition.join(" ");
    let words = ["while let ", "if let ", "match ", "for "].into_iter();
    let (at, word) = words
        .filter_map(|word| Some((condition.rfind(word)?, word)))
        .max()?;
    let is_bound = condition[..at].trim_end().ends_with('=');
    (!is_bound && !condition[at..].contains(['{', ';'])).then(|| word.trim_end())
}

/// Whether what is made at that place is kept in a static: it is made in the declaration of one, or for one that is still
/// empty (`QUEUE.get_or_init(|| mpsc::channel())`). False if the file is not there to tell.
pub fn is_for_a_static(made: Site) -> bool {
    /// Lines of a declaration.
    const MOST: u32 = 8;
    let is_constant = |name: &str| {
        let name = name.rsplit(|last: char| !(last.is_alphanumeric() || last == '_'));
        let mut letters = name.take(1).flat_map(str::chars);
        letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_lowercase)
    };
    for line in (made.line().saturating_sub(MOST)..=made.line()).rev() {
        let Some(text) = self::line(made.file(), line) else {
            return false;
        };
        let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
        if text.starts_with("static ") || text.contains(" static ") {
            return true;
        }
        let initialises = text.split_once(".get_or_init(");
        if initialises.is_some_and(|(name, _)| is_constant(name)) {
            return true;
        }
        if begins(&["fn ", "pub fn ", "pub(crate) fn ", "impl ", "impl<", "}"]) {
            return false;
        }
    }
    false
}

/// Whether the statement that locks at that place keeps no guard: `*hits.lock().unwrap() += 1;`, `let _ = hits.lock();`.
/// The guard is a temporary then, and gone at the end of the statement. False if the file is not there to tell.
pub fn keeps_no_guard(site: Site) -> bool {
    let Some((before, after)) = around_the_lock(site.file(), site.line()) else {
        return false;
    };
    let before = before.trim_start();
    let holds = ["while ", "if ", "match ", "for ", "return ", "|"];
    if holds.iter().any(|word| before.contains(word)) {
        return false;
    }
    let (name, value) = before.split_once('=').unwrap_or(("", before));
    let is_used_up = value.contains('*') || !is_only_unwrapped(&after);
    match name.trim() {
        "" => is_used_up || after.contains(';'),
        "let _" | "_" => true,
        _ => is_used_up && !value.contains('&'),
    }
}

/// The text of a statement before and after it calls `lock`, `read` or `write`, over a few lines.
fn around_the_lock(file: &str, line: u32) -> Option<(String, String)> {
    const MOST: u32 = 4;
    let text = self::line(file, line)?;
    let (at, call) = [".lock()", ".write()", ".read()"]
        .into_iter()
        .find_map(|call| Some((text.find(call)?, call)))?;
    let is_edge = |text: &String| text.ends_with(['{', '}', ';']) || text.is_empty();
    let above = (line.saturating_sub(MOST)..line).rev();
    let mut before: Vec<String> = std::iter::once(text[..at].to_owned())
        .chain(
            above
                .map_while(|line| self::line(file, line))
                .take_while(|it| !is_edge(it)),
        )
        .collect();
    before.reverse();
    let mut after = text[at + call.len()..].to_owned();
    for next in line + 1..=line + MOST {
        if is_edge(&after) {
            break;
        }
        after += &self::line(file, next)?;
    }
    Some((before.join(" "), after))
}

/// Whether nothing is done with a guard but to unwrap it, so that what the statement keeps is the guard.
fn is_only_unwrapped(after: &str) -> bool {
    let calls = after
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('?');
    let mut calls = calls
        .split('.')
        .map(str::trim)
        .filter(|call| !call.is_empty());
    calls.all(|call| {
        ["unwrap", "expect(", "into_inner", "ok()"]
            .iter()
            .any(|it| call.starts_with(it))
    })
}

fn read(file: &str) -> Vec<String> {
    let root = ROOT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let cwd = std::env::current_dir().ok();
    // Cargo hands the compiler paths that are relative to the workspace, and runs tests in the package.
    let folders = root
        .iter()
        .chain(&cwd)
        .flat_map(|folder| folder.ancestors());
    let candidates = folders.flat_map(|folder| [folder.join(file), folder.join(short(file))]);
    std::iter::once(PathBuf::from(file))
        .chain(candidates)
        .find_map(|path: PathBuf| std::fs::read_to_string::<&Path>(&path).ok())
        .map(|text| text.lines().map(str::to_owned).collect())
        .unwrap_or_default()
}
