//! Files that would choose to be a fault of ours, and so not be judged.

use std::sync::LazyLock;

use crate::report::Report;
use crate::submission::Tree;

/// Each compiles alone, and none of them on the std of submissions.
static CHOOSING: LazyLock<Report> = LazyLock::new(|| {
    let tree = Tree::new();
    for (folder, text) in [
        (
            "ex01_sleep_loop",
            "use std::sync::Mutex; const _: () = assert!(size_of::<Mutex<u64>>() == 16);",
        ),
        (
            "ex02_manual_threads",
            "use std::sync::Mutex; pub static PLACE: [u8; 16] = [0; size_of::<Mutex<u64>>()];",
        ),
        (
            "ex03_race_conditions",
            "use std::sync::Mutex; pub struct Is<const N: usize>; pub trait Right {} impl Right for Is<16> {}
             pub fn of<T: Right>() {} pub fn f() { of::<Is<{ size_of::<Mutex<u64>>() }>>() }"
                ,
        ),
    ] {
        tree.write(&format!("{folder}/src/lib.rs"), text);
    }
    tree.report(&["ex01", "ex02", "ex03"])
});

#[test]
fn a_constant_that_measures_std_is_the_files_own() {
    CHOOSING.expect_all(
        "ex01",
        "build_failed",
        "a constant of this file is another one where",
    );
}

#[test]
fn a_type_that_measures_std_is_the_files_own() {
    CHOOSING.expect_all("ex02", "build_failed", "this file measures types");
    CHOOSING.expect_all("ex03", "build_failed", "this file measures types");
}

/// The text of an error may be a trait's own.
#[test]
fn an_error_that_says_it_is_the_linkers_is_none() {
    let tree = Tree::new();
    let lib = "use std::time::Duration;
        #[diagnostic::on_unimplemented(message = \"linking with `cc` failed\")]
        pub trait Never {}
        pub fn slow(x: u64) -> u64 { x }
        pub fn do_tasks(_: u64) -> Vec<u64> { Vec::new() }
        pub fn time_execution<T: Never>(f: impl FnOnce() -> T) -> (T, Duration) { (f(), Duration::ZERO) }";
    tree.write("ex01_sleep_loop/src/lib.rs", lib);
    let report = tree.report(&["ex01"]);
    report.expect_all("ex01", "build_failed", "linking with `cc` failed");
}

#[test]
fn no_points_leave_the_total() {
    assert_eq!(CHOOSING.json["max_score"], 30.0);
    assert_eq!(CHOOSING.json["undecided"], 0.0);
}
