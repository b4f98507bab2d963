//! The pages of a class, which an instructor reads: the matrix with the hardest checks, and a page of each student.

use grader::export::class::{FolderRenderer as _, Html};

use super::browser;
use super::page::Page;
use crate::formats::{large, sample};

/// The page, and where it is in the folder of the class.
const PAGES: [(&str, Page); 4] = [
    (
        "index.html",
        Page {
            scripts: 1,
            ..Page::to_read(
                "a class",
                &[
                    "Practical 23 & <others>",
                    "3 students",
                    "Hardest checks",
                    "no_update_is_lost",
                    "Zoë 学生 🦀",
                ],
            )
        },
    ),
    (
        "students/z-1.html",
        Page::to_read(
            "a student with a race",
            &["Zoë 学生 🦀", "RACE", "TOO SLOW"],
        ),
    ),
    (
        "students/-2.html",
        Page::to_read(
            "a student whose file does not compile",
            &["=HYPERLINK", "BUILD", "FORBIDDEN", "handed in"],
        ),
    ),
    (
        "students/o_neil.html",
        Page::to_read(
            "a student with an adjusted mark",
            &["two days late", "UNSURE"],
        ),
    ),
];

#[test]
fn every_page_of_a_class_can_be_read_by_all() {
    let dir = tempfile::tempdir().expect("there is room");
    Html.render(&sample::class(), dir.path())
        .expect("it can be written to");
    let pages = PAGES.map(|(file, page)| page.made(&dir.path().join(file)));
    browser::look(&pages, dir.path());
}

/// Many students of eleven exercises do not make it wider than its window. (For five hundred axe takes
/// minutes, and finds in each cell what it finds in these.)
#[test]
fn a_page_of_many_students_can_be_read_by_all() {
    let dir = tempfile::tempdir().expect("there is room");
    Html.render(&large::class(60), dir.path())
        .expect("it can be written to");
    let page = Page {
        scripts: 1,
        ..Page::to_read("a class of 60", &["60 students", "ex11", "山田太郎"])
    };
    browser::look(&[page.made(&dir.path().join("index.html"))], dir.path());
}
