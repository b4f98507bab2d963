//! Files, the network and the like: not modelled, so submissions on the model use them only where an exercise allows it.

use std::sync::LazyLock;

use crate::course_copy::Copy;
use crate::report::Report;
use crate::submission::Tree;

static DOORS: LazyLock<Report> = LazyLock::new(|| Tree::fixture("doors").report(&["ex01", "ex03"]));

#[test]
fn what_is_not_modelled_is_forbidden_however_it_is_written() {
    let detail = DOORS.expect_all(
        "ex01",
        "forbidden",
        "src/lib.rs:4: `std::fs::File` is not allowed",
    );
    let (detail, _hint) = detail.split_once("\n\nHint: ").unwrap_or((&detail, ""));
    insta::assert_snapshot!(detail, @r"
    src/lib.rs:4: `std::fs::File` is not allowed in this exercise: files are not modelled: one run finds what the one before has left in them, and what others do to them between two steps is not looked into

    Nor are
      src/lib.rs:9: `std::fs::File`
      src/lib.rs:20: `std::env::var`
      src/lib.rs:26: `std::io::stdin`
      src/lib.rs:27: `std::process::Command`
      src/lib.rs:28: `std::os::unix::net::UnixStream`
    ");
}

#[test]
fn what_is_only_out_of_fashion_is_no_offence() {
    DOORS.expect_all("ex03", "passed", "");
}

#[test]
fn cargo_test_says_why_at_the_students_line() {
    let copy = Copy::lock();
    let lib = copy.read("solutions/ex03_race_conditions/src/lib.rs");
    let lib = format!(
        "{lib}\npub fn saved() -> String {{\n    std::fs::read_to_string(\"results\").unwrap()\n}}\n"
    );
    let ended = copy.test_ex03(&lib, &[]);
    assert_eq!(ended.code, 101, "{ended:?}");
    let error = ended
        .stderr
        .split_once("error: ")
        .map_or("", |(_, error)| error);
    let (error, _) = error.split_once("\n\n").unwrap_or((error, ""));
    insta::assert_snapshot!(error, @r#"
    use of deprecated function `std::fs::read_to_string`: files are not modelled: one run finds what the one before has left in them, and what others do to them between two steps is not looked into
       --> exercises/ex03_race_conditions/tests/../src/lib.rs:121:14
        |
    121 |     std::fs::read_to_string("results").unwrap()
        |              ^^^^^^^^^^^^^^
        |
    note: the lint level is defined here
       --> exercises/ex03_race_conditions/tests/checks.rs:4:8
        |
      4 | #[deny(deprecated)] // files, the network and the like are not modelled
        |        ^^^^^^^^^^
    "#);
}

#[test]
fn cargo_test_takes_what_is_only_out_of_fashion() {
    let lib = include_str!("../fixtures/doors/ex03_race_conditions/src/lib.rs");
    let ended = Copy::lock().test_ex03(lib, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
}
