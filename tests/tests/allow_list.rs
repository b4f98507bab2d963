//! The std of submissions is an allow-list: what it does not name is not there, however a file asks for it.

use std::fs;
use std::sync::LazyLock;

use crate::course_copy::Copy;
use crate::program::COURSE;
use crate::report::Report;
use crate::submission::Tree;

static FOUND: LazyLock<Report> =
    LazyLock::new(|| Tree::fixture("allow_list").report(&["ex01", "ex03"]));

#[test]
fn what_is_not_there_is_forbidden_and_every_line_that_asks_for_it_is_named() {
    let detail = FOUND.expect_all(
        "ex01",
        "forbidden",
        "src/lib.rs:4: `std::fs` is not allowed",
    );
    let (detail, _hint) = detail.split_once("\n\nHint: ").unwrap_or((&detail, ""));
    insta::assert_snapshot!(detail, @r"
    src/lib.rs:4: `std::fs` is not allowed in this exercise: files are not modelled: one run would find what the one before has left in them

    There is more:
      src/lib.rs:9: `std::fs` is not allowed in this exercise: files are not
      modelled: one run would find what the one before has left in them
    ");
}

/// Not even the words that the screen looks for stand in these.
#[test]
fn it_is_not_there_however_a_file_asks_for_it() {
    let tree = Tree::new();
    let tries = [
        (
            "ex01_sleep_loop",
            "macro_rules! of { ($module:ident) => { std::$module::var(\"HOME\") } }
             pub fn home() -> bool { of!(env).is_ok() }",
        ),
        (
            "ex02_manual_threads",
            "use std::*; pub fn read() -> bool { fs::read(\"/\").is_ok() }",
        ),
        (
            "ex03_race_conditions",
            "mod a { pub use core::*; } use a::sync::atomic::AtomicU64;
             pub fn address(of: &AtomicU64) -> *mut u64 { of.as_ptr() }",
        ),
        (
            "ex04_thread_pool",
            "mod all { pub use std::io::*; } pub fn talk() -> bool { all::pipe().is_ok() }",
        ),
        (
            "ex05_process_pool",
            "mod all { pub use std::*; } pub fn read() -> bool { all::fs::read(\"/\").is_ok() }",
        ),
    ];
    for (folder, text) in tries {
        tree.write(&format!("{folder}/src/lib.rs"), text);
    }
    let exercises = ["ex01", "ex02", "ex03", "ex04", "ex05"];
    let report = tree.report(&exercises);
    for exercise in exercises {
        report.expect_all(exercise, "forbidden", "src/lib.rs:");
    }
    assert_eq!(
        report.json["max_score"], 50,
        "what is forbidden stays in the total"
    );
}

/// In a model the name leads to the file's own module, because std has none. For real std must have none either.
#[test]
fn nothing_more_is_there_where_a_file_is_run_for_real_too() {
    let solution = fs::read_to_string(COURSE.join("solutions/ex08_downloads/src/lib.rs")).unwrap();
    let begin = "for_each(urls, at_most, |url| fetch::get";
    assert_eq!(solution.matches(begin).count(), 1, "{solution}");
    let looks = solution.replace(begin, &format!("assert!(!is_there());\n    {begin}"));
    let module = "mod net {
        pub struct TcpListener;
        impl TcpListener {
            pub fn bind(_: &str) -> Result<Self, ()> {
                Err(())
            }
        }
    }
    fn is_there() -> bool {
        use std::*;
        net::TcpListener::bind(\"127.0.0.1:0\").is_ok()
    }";
    let tree = Tree::new();
    tree.write("ex08_downloads/src/lib.rs", format!("{looks}\n{module}"));
    let report = tree.report(&["ex08"]);
    report.expect_all("ex08", "passed", "");
}

#[test]
fn what_is_only_out_of_fashion_is_no_offence() {
    FOUND.expect_all("ex03", "passed", "");
}

#[test]
fn cargo_test_says_the_same_before_it_compiles() {
    let copy = Copy::lock();
    let lib = copy.read("solutions/ex03_race_conditions/src/lib.rs");
    let lib = format!(
        "{lib}\npub fn saved() -> String {{\n    std::fs::read_to_string(\"results\").unwrap()\n}}\n"
    );
    let ended = copy.test_ex03(&lib, &[]);
    assert_eq!(ended.code, 101, "{ended:?}");
    let error = ended.stderr.split_once("error: ");
    let error = error.map_or("", |(_, error)| error.lines().next().unwrap_or_default());
    insta::assert_snapshot!(error, @"modelled-ex03@0.1.0: FORBIDDEN: src/lib.rs:121: `std::fs` is not allowed in this exercise: files are not modelled: one run would find what the one before has left in them");
}

#[test]
fn cargo_test_takes_what_is_only_out_of_fashion() {
    let lib = include_str!("../fixtures/allow_list/ex03_race_conditions/src/lib.rs");
    let ended = Copy::lock().test_ex03(lib, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
}
