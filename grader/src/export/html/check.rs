//! One check on a page: its verdict, what happened as a picture and in words, the hint.

use course::text::plain;
use course::{COLUMNS, Evidence, Outcome};
use maud::{Markup, html};
use runtrace::Style;

use super::page::badge;
use crate::export::{picture, words};
use crate::score::{CheckReport, ExerciseReport};

/// Columns in which no paragraph is wrapped: that is left to the page.
const NEVER: usize = 1_000_000;

/// The check of that number, with its head. What an earlier one has shown is not shown again.
pub fn article(exercise: &ExerciseReport, number: usize) -> Markup {
    let check = &exercise.checks[number];
    let score = check.score();
    let gained = if check.verdict().undecided() {
        "?".to_owned()
    } else {
        score.gained.to_string()
    };
    html! {
        article id={ (exercise.name) "-" (check.name) } {
            h3 {
                (badge(check.verdict()))
                span class="check-name" { (check.name) }
                span class="points" { (gained) " of " (score.possible) }
            }
            (account(exercise, number))
        }
    }
}

/// What is said of a check below its head.
pub fn account(exercise: &ExerciseReport, number: usize) -> Markup {
    let (earlier, check) = (&exercise.checks[..number], &exercise.checks[number]);
    let same_run = |other: &&CheckReport| {
        check.outcome.evidence != Evidence::None && other.outcome.evidence == check.outcome.evidence
    };
    let hint = check.hint.as_ref();
    let hint = hint.filter(|hint| {
        earlier
            .iter()
            .all(|other| other.hint.as_ref() != Some(*hint))
    });
    html! {
        @if !check.outcome.message.is_empty() {
            p { (words::message(check)) }
        }
        @for note in notes(&check.outcome).split("\n\n").filter(|note| !note.is_empty()) {
            p class="aside lines" { (note) }
        }
        @match earlier.iter().find(same_run) {
            Some(other) => p {
                "It ran as " a href={ "#" (exercise.name) "-" (other.name) } { (other.name) } " did."
            },
            None => (run(exercise, check)),
        }
        @if let Some(hint) = hint {
            p class="hint" { strong { "Hint: " } (with_code(hint)) }
        }
    }
}

/// What is said beside the message and the run.
fn notes(outcome: &Outcome) -> String {
    let mut without_run = Outcome::of(outcome.verdict, outcome.message.clone());
    without_run.notes.clone_from(&outcome.notes);
    plain(&without_run.account(Style::new().width(NEVER))).into_owned()
}

/// What the run showed: a picture, if it has one, and the same in words.
fn run(exercise: &ExerciseReport, check: &CheckReport) -> Markup {
    let label = format!("{} {}", exercise.name, check.name);
    let evidence = &check.outcome.evidence;
    let text = evidence.text(Style::new().width(COLUMNS));
    html! {
        @match (picture::data_url(evidence), check.verdict().passed()) {
            (None, _) => (in_words(&label, &text)),
            (Some(url), true) => details {
                summary { "Timeline of " (check.name) }
                (drawing(&label, evidence, &url))
                (in_words(&label, &text))
            },
            (Some(url), false) => {
                (drawing(&label, evidence, &url))
                details {
                    summary { "The same in words: " (check.name) }
                    (in_words(&label, &text))
                }
            },
        }
    }
}

/// The picture, which scrolls sideways where it is wider than the screen.
fn drawing(label: &str, evidence: &Evidence, url: &str) -> Markup {
    let what = match evidence {
        Evidence::Timeline(_) => "Timeline",
        _ => "Trace",
    };
    html! {
        div class="scroll" role="group" tabindex="0" aria-label={ (what) " of " (label) } {
            img src=(url) alt={ (what) " of " (label) "; the same follows in words" };
        }
    }
}

/// Lines that are laid out in columns already.
fn in_words(label: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            div class="scroll" role="group" tabindex="0" aria-label={ "What happened in " (label) } {
                pre { (plain(text)) }
            }
        }
    }
}

/// A hint, in which code stands between backticks.
fn with_code(hint: &str) -> Markup {
    html! {
        @for (at, part) in hint.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
