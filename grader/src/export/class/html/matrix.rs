//! The matrix: a row a student, a column an exercise.

use course::text::plain;
use course::{Score, Verdict};
use maud::{Markup, html};

use crate::export::html::kind;
use crate::export::{Class, Student};
use crate::score::ExerciseReport;

/// The table. The script reads `data-find`, `data-value` and `data-verdicts`, which has the verdict of each check.
pub fn table(class: &Class, addresses: &[String]) -> Markup {
    let exercises = class.exercises();
    html! {
        p id="legend" class="aside" {
            "The word below a mark is the first verdict that is not PASS; +1 and so on counts the others."
        }
        div class="scroll matrix" role="group" tabindex="0" aria-label="Marks by student and exercise" {
            table id="matrix" aria-describedby="legend" {
                thead { tr {
                    th scope="col" data-sort="text" { "student" }
                    th scope="col" data-sort="number" class="number" { "mark" }
                    @for exercise in &exercises {
                        th scope="col" data-sort="number" { (exercise.name) }
                    }
                } }
                tbody {
                    @for (student, address) in class.students.iter().zip(addresses) {
                        (row(student, address, &exercises))
                    }
                }
            }
        }
    }
}

fn row(student: &Student, address: &str, exercises: &[&ExerciseReport]) -> Markup {
    let team = student.team.as_deref().unwrap_or_default();
    let found_by = format!("{} {} {team}", student.name, student.id).to_lowercase();
    let mark = student.total();
    html! {
        tr data-find=(plain(&found_by)) {
            th scope="row" {
                a href=(address) { (plain(&student.name)) }
                span class="aside" { (plain(&student.id)) @if !team.is_empty() { ", " (plain(team)) } }
            }
            td class="number" data-value=(mark) { (mark) (open(student.score())) }
            @for exercise in exercises {
                @match student.exercise(&exercise.name) {
                    Some(found) => (cell(student, found, address)),
                    None => td data-value="-1" data-exercise=(exercise.name) { "" },
                }
            }
        }
    }
}

/// The mark, and in words what is not right yet.
fn cell(student: &Student, exercise: &ExerciseReport, address: &str) -> Markup {
    let verdicts = exercise.checks.iter().map(|check| check.verdict());
    let names: Vec<_> = verdicts.clone().map(Verdict::name).collect();
    let failed: Vec<_> = verdicts.filter(|verdict| !verdict.passed()).collect();
    let first = failed.first().copied().unwrap_or(Verdict::Passed);
    let mark = student.mark(exercise);
    let verdicts = names.join(" ");
    html! {
        td class={ "cell " (kind(first)) } data-value=(mark) data-exercise=(exercise.name) data-verdicts=(verdicts) {
            // Not a stop of the Tab key: the row's first link leads to the same page.
            a href={ (address) "#" (exercise.name) } tabindex="-1" {
                strong { (mark) (open(exercise.total())) }
                span class="word" {
                    (first.word())
                    @if failed.len() > 1 { " +" (failed.len() - 1) }
                }
            }
        }
    }
}

/// A mark of which some points are open has a `?`.
fn open(score: Score) -> &'static str {
    if score.undecided > 0 { "?" } else { "" }
}
