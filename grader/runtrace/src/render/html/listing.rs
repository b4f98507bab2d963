//! Source beside the steps: each line has a name that steps point to.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::highlight;
use crate::Source;
use crate::render::escape::escaped;

/// A file as it was when the run was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// As places name it: `src/lib.rs`.
    pub name: String,
    /// All of it.
    pub text: String,
    /// Whether all of it is shown, rather than the lines that the run came by and those around them.
    pub whole: bool,
}

/// Lines shown above and below one that the run came by.
const AROUND: usize = 3;

/// Lines of a file at most.
const MOST: usize = 2_000;

/// Letters of a line at most.
const LONGEST: usize = 400;

/// The name of a line in the page: `src/lib.rs:12`.
fn split(place: &str) -> Option<(&str, usize)> {
    let (file, line) = place.rsplit_once(':')?;
    Some((file, line.parse().ok()?))
}

/// All files that the run came by.
pub fn all(listings: &[Listing], quoted: &[Source], places: &[&str]) -> String {
    let mut files: Vec<&str> = Vec::new();
    let own = listings.iter().map(|listing| listing.name.as_str());
    let split_off = |place| split(place).map(|(file, _)| file);
    let others = places.iter().copied().filter_map(split_off);
    for file in own.chain(others) {
        let is_used = places.iter().any(|place| split_off(place) == Some(file));
        if is_used && !files.contains(&file) {
            files.push(file);
        }
    }
    if files.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "<section class=\"source\" aria-labelledby=\"source\">\n<h2 id=\"source\">The source</h2>\n",
    );
    for file in files {
        let listing = listings.iter().find(|listing| listing.name == file);
        let lines = match listing {
            Some(listing) => shown(listing, places),
            None => only_quoted(file, quoted),
        };
        if !lines.is_empty() {
            one(file, &lines, &mut text);
        }
    }
    text + "</section>\n"
}

/// Lines with their numbers, from 1, in order.
type Lines<'a> = Vec<(usize, &'a str)>;

fn shown<'l>(listing: &'l Listing, places: &[&str]) -> Lines<'l> {
    let here = places.iter().filter_map(|place| split(place));
    let used: BTreeSet<usize> = here
        .filter(|(file, _)| *file == listing.name)
        .map(|(_, line)| line)
        .collect();
    let is_near = |line: usize| {
        let mut near = used.range(line.saturating_sub(AROUND)..=line + AROUND);
        near.next().is_some()
    };
    let lines = listing.text.lines().enumerate();
    lines
        .map(|(at, line)| (at + 1, line))
        .filter(|&(number, _)| listing.whole || is_near(number))
        .take(MOST)
        .collect()
}

fn only_quoted<'q>(file: &str, quoted: &'q [Source]) -> Lines<'q> {
    let here = quoted
        .iter()
        .filter_map(|source| Some((split(&source.place)?, source)));
    here.filter(|((name, _), _)| *name == file)
        .map(|((_, line), source)| (line, source.text.as_str()))
        .collect()
}

/// A file as a list of numbered lines, which can be scrolled by the keyboard.
fn one(file: &str, lines: &Lines<'_>, text: &mut String) {
    let name = escaped(file);
    let _ = write!(
        text,
        "<h3>{name}</h3>\n<div class=\"code\" role=\"region\" tabindex=\"0\" aria-label=\"Lines of {name}\">\n<ol>\n"
    );
    let mut last = lines[0].0 - 1;
    for &(number, line) in lines {
        let gap = if number > last + 1 {
            " class=\"gap\""
        } else {
            ""
        };
        last = number;
        let shown: String = line.chars().take(LONGEST).collect();
        let indent = shown.chars().take_while(|next| *next == ' ').count();
        let _ = writeln!(
            text,
            "<li value=\"{number}\" id=\"{name}:{number}\"{gap}><code style=\"--indent:{}\">{}</code></li>",
            indent.min(24),
            highlight::line(shown.trim_start())
        );
    }
    text.push_str("</ol>\n</div>\n");
}
