//! Every format of a result, of one submission and of a class, on the same small class ([`sample`]).

mod asked_for;
pub mod large;
mod limits;
mod of_class;
mod of_one;
mod pages;
pub mod sample;
mod schemas;
mod shapes;
mod strangers;
mod undecided;
mod written;
mod xml;

use grader::export::class::{ClassRenderer, FolderRenderer};
use grader::export::{Autolab, Class, Classroom50, Renderer, Student, Text};

/// The document of one student.
fn rendered(renderer: &dyn Renderer, student: &Student) -> String {
    let mut out = Vec::new();
    renderer
        .render(&student.report, &mut out)
        .expect("a vector takes everything");
    String::from_utf8(out).expect("every format is UTF-8")
}

/// The document of the class.
fn of_class(renderer: &dyn ClassRenderer, class: &Class) -> String {
    let mut out = Vec::new();
    renderer
        .render(class, &mut out)
        .expect("a vector takes everything");
    String::from_utf8(out).expect("every format is UTF-8")
}

/// The folder of the class.
fn folder(renderer: &dyn FolderRenderer, class: &Class) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("there is room");
    renderer
        .render(class, dir.path())
        .expect("it can be written to");
    dir
}

fn autolab() -> Autolab {
    Autolab {
        text: Text {
            paint: course::text::Paint::Plain,
            width: course::text::WIDTH,
            at_length: true,
            own: false,
            command: "grader".to_owned(),
        },
    }
}

fn classroom50() -> Classroom50 {
    let variable = |name: &str| {
        let value = match name {
            "CLASSROOM" => "concurrency",
            "ASSIGNMENT" => "practical-23",
            "OWNER" => "zoe",
            "SUBMISSION_TAG" => "submit/2026-12-01T10-59-00Z-abcdef0",
            "COMMIT_URL" => "https://example.org/commit/abcdef0",
            "RELEASE_URL" => "https://example.org/releases/1",
            "COMMIT_DATETIME" => "2026-12-01T10:59:00Z",
            _ => return None,
        };
        Some(value.to_owned())
    };
    Classroom50::from_environment(variable, None).expect("all is there")
}
