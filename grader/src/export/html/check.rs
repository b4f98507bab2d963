//! One check on a page: its verdict, what happened as a picture and in words, the hint.

use course::text::plain;
use course::{COLUMNS, Evidence};
use maud::{Markup, html};
use runtrace::Style;

use super::page::badge;
use crate::export::{picture, words};
use crate::score::{CheckReport, ExerciseReport};

/// All of a check.
pub fn article(exercise: &ExerciseReport, check: &CheckReport) -> Markup {
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
            (account(exercise, check))
        }
    }
}

/// What is said of a check below its head.
pub fn account(exercise: &ExerciseReport, check: &CheckReport) -> Markup {
    let label = format!("{} {}", exercise.name, check.name);
    let account = check.outcome.account(Style::new().width(COLUMNS));
    let picture = picture::data_url(&check.outcome.evidence);
    html! {
        @if !check.outcome.message.is_empty() {
            p { (words::message(check)) }
        }
        @match (&picture, check.verdict().passed()) {
            (None, _) => (in_words(&label, &account)),
            (Some(url), true) => details {
                summary { "Timeline of " (check.name) }
                (drawing(&label, check, url))
            },
            (Some(url), false) => {
                (drawing(&label, check, url))
                details {
                    summary { "The same in words: " (check.name) }
                    (in_words(&label, &account))
                }
            },
        }
        @if let Some(hint) = &check.hint {
            p class="hint" { strong { "Hint: " } (hint) }
        }
    }
}

/// The picture, which scrolls sideways where it is wider than the screen.
fn drawing(label: &str, check: &CheckReport, url: &str) -> Markup {
    let what = match check.outcome.evidence {
        Evidence::Timeline(_) => "Timeline",
        _ => "Trace",
    };
    let said = if check.verdict().passed() {
        "who slept, worked and waited when".to_owned()
    } else {
        "the same is said in words below the picture".to_owned()
    };
    html! {
        div class="scroll" role="group" tabindex="0" aria-label={ (what) " of " (label) } {
            img src=(url) alt={ (what) " of " (label) ": " (said) };
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
