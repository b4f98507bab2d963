//! Files that do not compile, or must not be compiled; and what lies beside a file that does.

use std::sync::LazyLock;

use crate::program::COURSE;
use crate::report::Report;
use crate::submission::Tree;

/// A program that would take the place of the checks, of the build, of the run: it shows by this file that it was run.
const PLANTED: &str = "fn main() { std::fs::write(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/ran\"), \"\").unwrap(); }\n";

/// `fixtures/builds`, with the solution of ex03 among all that a package may hold.
static TREE: LazyLock<Tree> = LazyLock::new(|| {
    let tree = Tree::fixture("builds");
    let solution = COURSE.join("solutions/ex03_race_conditions/src/lib.rs");
    let solution = std::fs::read(solution).expect("every exercise has a solution");
    tree.write("ex03_race_conditions/src/lib.rs", solution);
    let planted = [
        (
            "Cargo.toml",
            "[package]\nname = \"ex03\"\nbuild = \"build.rs\"\n[lib]\npath = \"elsewhere.rs\"\n",
        ),
        ("build.rs", PLANTED),
        (
            "elsewhere.rs",
            "compile_error!(\"this is not the file\");\n",
        ),
        ("tests/checks.rs", PLANTED),
        ("src/main.rs", PLANTED),
        (".cargo/config.toml", "[build]\nrustc = \"/bin/false\"\n"),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.0.0\"\n"),
        ("exercise.toml", "no TOML at all\n"),
    ];
    for (path, text) in planted {
        tree.write(&format!("ex03_race_conditions/{path}"), text);
        tree.write(path, text);
    }
    tree
});

pub static BUILDS: LazyLock<Report> = LazyLock::new(|| TREE.report(&[]));

#[test]
fn what_does_not_compile_is_said_in_the_compilers_words() {
    let detail = BUILDS.expect_all("ex01", "build_failed", "src/lib.rs:8: mismatched types");
    let (compiler, _hint) = detail.split_once("\n\nHint: ").unwrap_or((&detail, ""));
    insta::assert_snapshot!(compiler, @r#"
    src/lib.rs:8: mismatched types

    error[E0308]: mismatched types
     --> src/lib.rs:8:5
      |
    6 | pub fn slow(x: u64) -> u64 {
      |                        --- expected `u64` because of return type
    7 |     thread::sleep(Duration::from_secs(10));
    8 |     "x"
      |     ^^^ expected `u64`, found `&str`
    "#);
}

#[test]
fn the_compilers_words_name_no_place_of_this_machine() {
    let said = BUILDS.json.to_string();
    let target = crate::program::TARGET.to_string_lossy().into_owned();
    for place in [target.as_str(), "/rustc/", "/tmp/"] {
        assert!(!said.contains(place), "{place} is named in {said}");
    }
}

#[test]
fn unsafe_code_is_forbidden_even_if_the_file_allows_it() {
    BUILDS.expect_all("ex02", "forbidden", "`unsafe` is not allowed");
}

#[test]
fn another_crate_is_forbidden() {
    BUILDS.expect_all("ex05", "forbidden", "src/lib.rs:3: `extern` is not allowed");
}

#[test]
fn a_file_that_lacks_what_the_checks_call_does_not_build() {
    BUILDS.expect_all("ex04", "build_failed", "the checks cannot use this file");
}

/// The compiler points at the signature that is demanded, and not at a macro.
#[test]
fn a_signature_that_differs_is_said_as_the_stub_has_it() {
    let tree = Tree::new();
    let other = CRATE_PATH.replace("do_tasks(n: u64)", "do_tasks(n: i64)");
    let other = other.replace("each!(n, slow)", "each!(n as u64, slow)");
    tree.write("ex01_sleep_loop/src/lib.rs", other);
    let report = tree.report(&["ex01"]);
    let should = "; `do_tasks` should be `fn do_tasks(n: u64) -> Vec<u64>`, as the stub has it";
    let detail = report.expect_all("ex01", "build_failed", should);
    let quoted = "    fn do_tasks(n: u64) -> Vec<u64>;\n   |        ^^^^^^^^ expected fn pointer";
    assert!(detail.contains(quoted), "{detail}");
    let cause = &report.check("ex01/results_come_in_order")["cause"];
    assert_eq!(cause, "build_checks", "it has a hint of its own");
}

#[test]
fn one_good_file_among_them_is_graded_and_what_lies_beside_it_is_not_even_read() {
    BUILDS.expect_all("ex03", "passed", "");
    assert_eq!(BUILDS.code, 1);
    assert_eq!(BUILDS.json["score"], 10);
    assert!(!TREE.path().join("ex03_race_conditions/ran").exists());
}

/// The file is the root of a crate in every build, as it is for `cargo build`.
#[test]
fn a_path_from_the_root_of_the_crate_leads_to_the_files_own_items() {
    let tree = Tree::new();
    tree.write("ex01_sleep_loop/src/lib.rs", CRATE_PATH);
    let report = tree.report(&["ex01"]);
    report.expect_all("ex01", "passed", "");
}

/// Right, with a private module, an import that only `crate::` finds, and `$crate` in a macro.
const CRATE_PATH: &str = "//! Right.
extern crate alloc;
use alloc::vec::Vec;
use std::time::{Duration, Instant};
mod clock {
    pub(super) fn now() -> super::Instant { crate::Instant::now() }
    pub(crate) fn numbers(n: u64) -> core::ops::Range<u64> { 0..n }
}
use crate::clock::numbers;
macro_rules! each {
    ($n:expr, $f:ident) => { $crate::clock::numbers($n).map($crate::$f).collect() };
}
pub fn slow(x: u64) -> u64 {
    std::thread::sleep(Duration::from_secs(10));
    x
}
pub fn do_tasks(n: u64) -> Vec<u64> {
    assert!(module_path!().starts_with('e') && numbers(2).eq(0..2));
    each!(n, slow)
}
pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, Duration) {
    let start = crate::clock::now();
    (f(), start.elapsed())
}
";
