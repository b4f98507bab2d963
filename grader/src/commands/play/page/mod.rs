//! A check to play in a browser: one page that holds all states it needs, and asks nobody for anything.

mod data;
mod tree;

use runtrace::Choice;
use supervise::play::{Found, PlayedRun, State};

use super::client::{Client, NoAnswer};
use super::sources::Sources;
use super::words;
use tree::{Extent, Program, Tree};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the page is of.
pub struct Subject<'s> {
    /// `ex03`
    pub exercise: &'s str,
    /// The check's name.
    pub check: &'s str,
    /// Its runs, and the one that is played.
    pub runs: &'s [PlayedRun],
    /// By place.
    pub run: usize,
    /// What is said first.
    pub story: &'s [String],
    /// The files that steps are in.
    pub sources: &'s Sources,
}

/// One run of a process that plays.
struct Played<'c, 'b> {
    client: &'c mut Client<'b>,
    run: usize,
}

impl Program for Played<'_, '_> {
    fn at(&mut self, path: &[Choice]) -> Result<State, NoAnswer> {
        self.client.at(self.run, path, true)
    }

    fn find(&mut self, path: &[Choice]) -> Result<Found, NoAnswer> {
        self.client.find(self.run, path)
    }
}

/// The page.
///
/// # Errors
/// The program has no first state.
pub fn page(client: &mut Client<'_>, subject: &Subject<'_>) -> Result<String, NoAnswer> {
    let run = subject.run;
    let tree = tree::grow(&mut Played { client, run }, tree::MOST_STATES)?;
    Ok(of_tree(&tree, subject))
}

fn of_tree(tree: &Tree, subject: &Subject<'_>) -> String {
    let title = format!("{} {}", subject.exercise, subject.check);
    let mut story: Vec<String> = subject.story.to_vec();
    story.push(format!(
        "What is played: {}.",
        words::which_run(subject.runs, subject.run)
    ));
    if let Some(run) = subject.runs.get(subject.run) {
        story.push(words::what_is_known(run));
    }
    story.push(extent(tree));
    let story: String = story
        .iter()
        .map(|it| format!("<p>{}</p>\n", escaped(it)))
        .collect();
    let fills = [
        ("{{title}}", escaped(&title)),
        ("{{exercise}}", escaped(subject.exercise)),
        ("{{check}}", escaped(subject.check)),
        ("{{story}}", story),
        ("{{style}}", STYLE.to_owned()),
        ("{{script}}", SCRIPT.to_owned()),
        ("{{data}}", data::json(tree, subject.sources)),
    ];
    filled(PAGE, &fills)
}

/// The template with each mark replaced, in one go: what is filled in is not looked at again.
fn filled(template: &str, fills: &[(&str, String)]) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some(at) = rest.find("{{") {
        page.push_str(&rest[..at]);
        rest = &rest[at..];
        let fill = fills.iter().find(|(mark, _)| rest.starts_with(mark));
        let (mark, text) = fill.map_or(("{{", "{{"), |(mark, text)| (*mark, text.as_str()));
        page.push_str(text);
        rest = &rest[mark.len()..];
    }
    page + rest
}

/// How much of what can happen is in the page.
fn extent(tree: &Tree) -> String {
    let states = tree.nodes.len();
    match tree.extent {
        Extent::Whole => format!("This page holds everything that can happen: {states} states."),
        Extent::Around { steps } => format!(
            "There are too many states for a page: this one holds the {states} on a way that fails and up to {steps} \
             choices beside it. In the terminal, `grader play` knows them all."
        ),
        Extent::Beginning => format!(
            "There are too many states for a page: this one holds the first {states}. In the terminal, `grader play` \
             knows them all."
        ),
    }
}

/// Text as it can stand in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests;
