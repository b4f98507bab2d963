//! The first page of a class: the matrix, the hardest checks, the commonest wrong turns.

use course::Verdict;
use course::text::plain;
use maud::{Markup, html};

use super::matrix;
use crate::export::class::markdown::LISTED;
use crate::export::class::stats::{self, CheckStats, WrongTurn};
use crate::export::html::badge;
use crate::export::{Class, Student, words};

/// The body of the page; `addresses` are those of the students' pages.
pub fn body(class: &Class, addresses: &[String]) -> Markup {
    let open = class
        .students
        .iter()
        .filter(|student| student.score().undecided > 0)
        .count();
    let checks = class
        .students
        .iter()
        .flat_map(|student| student.report.checks());
    html! {
        header { h1 { (plain(&class.title)) } }
        main id="main" tabindex="-1" {
            p class="sum" { (class.students.len()) " students, " (class.max_points()) " points" }
            p class="aside" { (words::counts(checks)) }
            @if open > 0 {
                p class="note" { (undecided(open)) }
            }
            section aria-labelledby="marks" {
                h2 id="marks" { "Marks" }
                (filters(class))
                (matrix::table(class, addresses))
            }
            (hardest(class))
            (wrong_turns(class))
            (notes(&class.students, addresses))
        }
        footer { p { "This page and those it leads to need no network." } }
    }
}

fn undecided(students: usize) -> String {
    let subject = match students {
        1 => "1 student has".to_owned(),
        _ => format!("{students} students have"),
    };
    format!(
        "{subject} checks that could not be decided (UNSURE or GRADER). Their points are neither given nor lost; \
         marks with a ? are not final."
    )
}

/// Shown by the script, which makes them work.
fn filters(class: &Class) -> Markup {
    let found = |verdict: &Verdict| {
        class
            .students
            .iter()
            .any(|it| it.report.count(*verdict) > 0)
    };
    let verdicts = Verdict::ALL.into_iter().filter(found);
    html! {
        form id="filters" role="search" aria-label="Students" hidden {
            p {
                label for="find" { "Name, id or team" }
                input id="find" type="search" autocomplete="off";
            }
            p {
                label for="where" { "Exercise or check" }
                select id="where" {
                    option value="" { "any" }
                    @for exercise in class.exercises() {
                        optgroup label={ (exercise.name) " " (exercise.title) } {
                            option value=(exercise.name) { (exercise.name) ", any check" }
                            @for (number, check) in exercise.checks.iter().enumerate() {
                                option value={ (exercise.name) ":" (number) } { (check.name) }
                            }
                        }
                    }
                }
            }
            p {
                label for="verdict" { "Verdict" }
                select id="verdict" {
                    option value="" { "any" }
                    @for verdict in verdicts {
                        option value=(verdict.name()) { (verdict.word()) }
                    }
                }
            }
            p { button type="reset" { "Show all" } }
        }
        p id="shown" role="status" {}
    }
}

fn hardest(class: &Class) -> Markup {
    let stats = stats::of(class);
    let hardest = stats::hardest(&stats);
    let row = |check: &CheckStats| {
        html! {
            tr {
                th scope="row" { (check.exercise) " " span class="check-name" { (check.check) } }
                td class="number" { (check.passed()) " of " (check.begun()) }
                td class="number" { (100 * check.passed() / check.begun()) " %" }
                td class="number" { (check.verdicts.get(&Verdict::NotAttempted).copied().unwrap_or_default()) }
            }
        }
    };
    html! {
        section aria-labelledby="hardest" {
            h2 id="hardest" { "Hardest checks" }
            @if hardest.is_empty() { p { "Nobody has failed a check." } }
            @else {
                div class="scroll" role="group" tabindex="0" aria-label="Hardest checks" {
                    table {
                        thead { tr {
                            th scope="col" { "check" }
                            th scope="col" class="number" { "passed, of those who have begun" }
                            th scope="col" class="number" { "share" }
                            th scope="col" class="number" { "not begun" }
                        } }
                        tbody { @for check in hardest.iter().take(LISTED) { (row(check)) } }
                    }
                }
            }
        }
    }
}

fn wrong_turns(class: &Class) -> Markup {
    let turns = stats::wrong_turns(class);
    let row = |turn: &WrongTurn| {
        html! {
            tr data-where=(place(class, turn)) data-verdict=(turn.verdict.name()) {
                th scope="row" {
                    (turn.exercise) " "
                    @match &turn.check {
                        Some(check) => span class="check-name" { (check) },
                        None => (turn.of()),
                    }
                }
                td { (badge(turn.verdict)) }
                td { @if let Some(cause) = turn.cause { (cause.words()) } }
                td class="number" { (turn.students) }
            }
        }
    };
    html! {
        section aria-labelledby="turns" {
            h2 id="turns" { "Commonest wrong turns" }
            @if turns.is_empty() { p { "Nobody has failed a check." } }
            @else {
                div class="scroll" role="group" tabindex="0" aria-label="Commonest wrong turns" {
                    table id="wrong-turns" {
                        thead { tr {
                            th scope="col" { "check" }
                            th scope="col" { "verdict" }
                            th scope="col" { "cause" }
                            th scope="col" class="number" { "students" }
                        } }
                        tbody { @for turn in turns.iter().take(LISTED) { (row(turn)) } }
                    }
                }
            }
        }
    }
}

/// What the filter calls it: `ex03`, or `ex03:1` for a check.
fn place(class: &Class, turn: &WrongTurn) -> String {
    let exercises = class.exercises();
    let exercise = exercises.iter().find(|it| it.name == turn.exercise);
    let number = exercise
        .zip(turn.check.as_ref())
        .and_then(|(exercise, check)| exercise.checks.iter().position(|it| it.name == *check));
    match number {
        Some(number) => format!("{}:{number}", turn.exercise),
        None => turn.exercise.clone(),
    }
}

/// Problems and adjustments of all students in one place.
fn notes(students: &[Student], addresses: &[String]) -> Markup {
    let noted = || {
        students
            .iter()
            .zip(addresses)
            .filter(|(student, _)| !student.remarks().is_empty())
    };
    html! {
        @if noted().next().is_some() {
            section aria-labelledby="notes" {
                h2 id="notes" { "Problems and adjustments" }
                ul {
                    @for (student, address) in noted() {
                        li {
                            a href=(address) { (plain(&student.name)) }
                            ": " (plain(&student.remarks().join("; ")))
                        }
                    }
                }
            }
        }
    }
}
