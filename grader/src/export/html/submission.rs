//! The page of one submission: what was found, with the timelines and traces.

use std::io::{self, Write};

use course::text::plain;
use maud::{Markup, html};

use super::check;
use super::page::{badge, page};
use crate::export::{Renderer, words};
use crate::score::{ExerciseReport, Report};

/// Renders a [`Report`] as a page that needs no other file.
#[derive(Debug, Clone, Copy)]
pub struct Html;

/// What stands above the results where the page is one of several.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// The address and the name of the page that this one belongs to.
    pub up: Option<(String, String)>,
    /// Lines on the submission: problems, adjustments.
    pub notes: Vec<String>,
    /// The points after adjustments, if they differ from those of the checks.
    pub mark: Option<i64>,
}

impl Renderer for Html {
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let body = body(&report.submission, report, &Links::default());
        let title = format!(
            "{}: {}",
            report.submission,
            words::points(report.total(), " points")
        );
        writeln!(out, "{}", page(&plain(&title), &body, "").into_string())
    }
}

/// The body of the page of `name`'s submission.
pub fn body(name: &str, report: &Report, links: &Links) -> Markup {
    html! {
        header {
            @if let Some((address, up)) = &links.up {
                nav aria-label="Class" { a href=(address) { "← " (plain(up)) } }
            }
            h1 { (plain(name)) }
        }
        main id="main" tabindex="-1" {
            p class="sum" { (words::points(report.total(), " points")) }
            @if let Some(mark) = links.mark {
                p class="note" { "The mark is " strong { (mark) } ", with what a person has adjusted:" }
            }
            @for note in &links.notes {
                p class="note" { (plain(note)) }
            }
            @if let Some(undecided) = words::undecided(report) {
                p class="note" { (undecided) }
            }
            @if report.exercises.len() > 1 {
                (contents(report))
            }
            @for exercise in &report.exercises {
                (section(exercise))
            }
        }
        footer {
            p { "Times are virtual: the same file has the same verdicts on every machine." }
        }
    }
}

/// The exercises with their points, as a table of contents.
fn contents(report: &Report) -> Markup {
    html! {
        nav aria-label="Exercises" {
            div class="scroll" role="group" tabindex="0" aria-label="Exercises and their points" {
                table {
                    thead { tr {
                        th scope="col" { "exercise" }
                        th scope="col" class="number" { "points" }
                        th scope="col" { "checks" }
                    } }
                    tbody {
                        @for exercise in &report.exercises {
                            tr {
                                td { a href={ "#" (exercise.name) } { (exercise.name) " " (exercise.title) } }
                                td class="number" { (words::points(exercise.total(), "")) }
                                td { (words::counts(&exercise.checks)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn section(exercise: &ExerciseReport) -> Markup {
    html! {
        section aria-labelledby=(exercise.name) {
            h2 id=(exercise.name) {
                (exercise.name) " " (exercise.title) " "
                span class="points" { (words::points(exercise.total(), " points")) }
            }
            @if let Some(common) = exercise.common_failure() {
                h3 { (badge(common.verdict())) " all " (exercise.checks.len()) " checks" }
                (check::account(exercise, 0))
            } @else {
                @for number in 0..exercise.checks.len() {
                    (check::article(exercise, number))
                }
            }
        }
    }
}
