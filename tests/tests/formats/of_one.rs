//! Each format of one submission, as it is written.

use grader::export::{Csv, Gradescope, Html, Junit, Markdown, PrairieLearn, Renderer, Student};

use super::{autolab, classroom50, rendered, sample};

/// All students in one format, one after the other.
fn all(renderer: &dyn Renderer) -> String {
    let parts = sample::class().students.into_iter();
    let part =
        |student: Student| format!("=== {} ===\n{}", student.id, rendered(renderer, &student));
    parts.map(part).collect::<Vec<_>>().join("\n")
}

/// Without the pictures, which have snapshots of their own.
fn without_pictures(text: &str) -> String {
    let mut parts = text.split("data:image/svg+xml;base64,");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find('"').unwrap_or(part.len());
        out.push_str("[picture]");
        out.push_str(&part[end..]);
    }
    out
}

#[test]
fn junit() {
    insta::assert_snapshot!(all(&Junit));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(all(&Markdown));
}

#[test]
fn csv() {
    insta::assert_snapshot!(all(&Csv));
}

#[test]
fn gradescope() {
    insta::assert_snapshot!(all(&Gradescope));
}

#[test]
fn classroom_50() {
    insta::assert_snapshot!(all(&classroom50()));
}

#[test]
fn prairielearn() {
    insta::assert_snapshot!(without_pictures(&all(&PrairieLearn)));
}

#[test]
fn autolab_s() {
    insta::assert_snapshot!(all(&autolab()));
}

#[test]
fn html() {
    let page = rendered(&Html, &sample::class().students[0]);
    let (_, main) = page.split_once("<main").expect("it has a main part");
    // A line an element, as far as that helps to read it.
    insta::assert_snapshot!(without_pictures(main).replace("><", ">\n<"));
}
