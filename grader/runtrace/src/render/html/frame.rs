//! What every page has: its head, what was found, the source beside the steps, the looks and the script.

use std::fmt::Write as _;

use super::listing::{self, Listing};
use crate::Source;
use crate::render::escape::escaped;

const LOOKS: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing is fetched, whatever stands in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// What stands around the steps of a run on a page: whose they are, and what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// What the run is of: `ex03 Race conditions and locks`.
    pub subject: String,
    /// The name of the check.
    pub check: String,
    /// The verdict in a word: `RACE`.
    pub verdict: String,
    /// Whether that is good.
    pub passed: bool,
    /// What went wrong, or what was proven, in a line.
    pub message: String,
    /// More of it, in paragraphs.
    pub notes: Vec<String>,
    /// What is to be said of the source that is shown, such as that it has changed; empty if nothing.
    pub warning: String,
    /// The files that the steps came from, as far as they are at hand.
    pub listings: Vec<Listing>,
}

/// The parts that differ: elements, already escaped.
pub(super) struct Parts<'a> {
    /// The steps as a table, and what belongs to it.
    pub steps: String,
    /// What it all comes to; not escaped.
    pub closing: &'a str,
    /// Lines that a file that is not at hand is quoted with.
    pub quoted: &'a [Source],
    /// Places of the steps.
    pub places: Vec<&'a str>,
}

impl Frame {
    /// The whole document.
    pub(super) fn page(&self, parts: &Parts<'_>) -> String {
        let mut page = String::new();
        let title = escaped(&format!("{} - {}", self.check, self.subject));
        let _ = write!(
            page,
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{title}</title>
<style>
{LOOKS}</style>
</head>
<body>
"#
        );
        self.header(&mut page);
        page.push_str(CONTROLS);
        page.push_str("<main>\n<div class=\"run\">\n");
        page.push_str(&parts.steps);
        page.push_str(STATE);
        if !parts.closing.is_empty() {
            let closing = paragraphs(parts.closing);
            let _ = writeln!(
                page,
                "<section class=\"closing\" aria-labelledby=\"why\">\n<h2 id=\"why\">{}</h2>\n{closing}</section>",
                if self.passed {
                    "In a sentence"
                } else {
                    "What went wrong"
                }
            );
        }
        page.push_str("</div>\n");
        page.push_str(&listing::all(&self.listings, parts.quoted, &parts.places));
        let _ = write!(
            page,
            "</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
        );
        page
    }

    fn header(&self, page: &mut String) {
        let verdict = if self.passed {
            "verdict good"
        } else {
            "verdict bad"
        };
        let _ = write!(
            page,
            "<header>\n<p class=\"subject\">{}</p>\n<h1>{}</h1>\n<p class=\"message\"><strong class=\"{verdict}\">{}</strong> {}</p>\n",
            escaped(&self.subject),
            breakable(&self.check),
            escaped(&self.verdict),
            escaped(&self.message)
        );
        for note in &self.notes {
            page.push_str(&paragraphs(note));
        }
        if !self.warning.is_empty() {
            let _ = writeln!(
                page,
                "<p class=\"warning\" role=\"note\">{}</p>",
                escaped(&self.warning)
            );
        }
        page.push_str("</header>\n");
    }
}

/// A name in snake case, which may be broken after each `_`.
pub(super) fn breakable(name: &str) -> String {
    escaped(name).replace('_', "_<wbr>")
}

/// Each line as a paragraph.
fn paragraphs(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.fold(String::new(), |all, line| {
        all + "<p>" + &escaped(line.trim()) + "</p>\n"
    })
}

/// Shown by the script, because without it they do nothing.
const CONTROLS: &str = r#"<nav class="bar" aria-label="Steps" hidden>
<div class="buttons">
<button type="button" data-go="first" aria-keyshortcuts="Home">First</button>
<button type="button" data-go="back" aria-keyshortcuts="ArrowLeft">&#8592; Back</button>
<button type="button" data-go="next" aria-keyshortcuts="ArrowRight">Next &#8594;</button>
<button type="button" data-go="last" aria-keyshortcuts="End">Last</button>
<span class="keys">or the keys &#8592; &#8594; Home End</span>
</div>
<p class="now" aria-live="polite"></p>
</nav>
"#;

/// Filled by the script: what is known after the step.
const STATE: &str = r#"<section class="state" aria-labelledby="state" hidden>
<h2 id="state">After this step</h2>
<div class="tables">
<table class="threads"><thead><tr><th scope="col">Thread</th><th scope="col">Was last at</th></tr></thead><tbody></tbody></table>
<table class="values"><thead><tr><th scope="col">Shared</th><th scope="col">Value</th><th scope="col">Held by</th></tr></thead><tbody></tbody></table>
</div>
</section>
"#;
