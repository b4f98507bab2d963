//! What every page has: its head, its looks, and a way past what comes first.

use course::Verdict;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Colours and spaces, for a light or dark ground.
const STYLE: &str = include_str!("style.css");

/// A page of that title. `script` is a program of ours, or empty.
pub fn page(title: &str, body: &Markup, script: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // Says to a browser what is true: nothing is fetched, and no script of a submission is here.
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#main" { "Skip to the results" }
                (body)
                @if !script.is_empty() {
                    script { (PreEscaped(script)) }
                }
            }
        }
    }
}

const POLICY: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// The word of a verdict, in its colour.
pub fn badge(verdict: Verdict) -> Markup {
    html! { span class={ "badge " (kind(verdict)) } { (verdict.word()) } }
}

/// Which of three colours a verdict has, as in a terminal.
pub fn kind(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "good",
        Verdict::NotAttempted | Verdict::Inconclusive | Verdict::GraderFault => "open",
        _ => "bad",
    }
}
