//! The class as pages: a matrix of students and exercises, and a page of each student.

mod matrix;
mod overview;

use std::path::Path;

use course::text::plain;

use super::markdown::called;
use super::{FolderError, FolderRenderer, folder, names};
use crate::export::html::{Links, body, page};
use crate::export::{Class, Student};

/// Sorts and filters; without it the page shows all there is.
const SCRIPT: &str = include_str!("class.js");

/// The folder of students' pages.
const STUDENTS: &str = "students";

/// Renders a [`Class`] as `index.html` and `students/ID.html`. Each page holds all it shows; a student's can be given to
/// that student.
#[derive(Debug, Clone, Copy)]
pub struct Html;

impl FolderRenderer for Html {
    fn render(&self, class: &Class, dir: &Path) -> Result<(), FolderError> {
        let pages = dir.join(STUDENTS);
        folder::make(&pages)?;
        let stems = names::stems(class.students.iter().map(|it| it.id.as_str()));
        for (student, stem) in class.students.iter().zip(&stems) {
            folder::write(&pages, &format!("{stem}.html"), &of_student(class, student))?;
        }
        // Last, so that what it leads to is there.
        folder::write(dir, "index.html", &index(class, &stems))
    }
}

fn of_student(class: &Class, student: &Student) -> Vec<u8> {
    let score = i64::from(student.score().gained);
    let links = Links {
        up: Some(("../index.html".to_owned(), class.title.clone())),
        notes: student.remarks(),
        mark: Some(student.total()).filter(|mark| *mark != score),
    };
    let name = called(student);
    let title = format!(
        "{name}: {} of {} points",
        student.total(),
        student.score().possible
    );
    let body = body(&name, &student.report, &links);
    page(&plain(&title), &body, "").into_string().into_bytes()
}

fn index(class: &Class, stems: &[String]) -> Vec<u8> {
    let addresses: Vec<_> = stems
        .iter()
        .map(|stem| format!("{STUDENTS}/{stem}.html"))
        .collect();
    let body = overview::body(class, &addresses);
    page(&plain(&class.title), &body, SCRIPT)
        .into_string()
        .into_bytes()
}
