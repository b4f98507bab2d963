//! Submissions that want points for nothing.

use std::fs;
use std::sync::LazyLock;

use crate::course_copy::Copy;
use crate::report::{Report, items};
use crate::submission::Tree;

static HOSTILE: LazyLock<Report> = LazyLock::new(|| Tree::fixture("hostile").report(&[]));

/// Reads the checks, and has answers that are equal to everything.
static CURIOUS: LazyLock<Report> =
    LazyLock::new(|| Tree::fixture("curious").report(&["ex01", "ex03"]));

/// The checks of an exercise that it was given points for.
fn gained(report: &Report, exercise: &str) -> Vec<String> {
    let checks = items(&report.exercise(exercise)["checks"]);
    let passed = checks.filter(|check| check["points"] != 0);
    passed.map(|check| check["name"].to_string()).collect()
}

#[test]
fn a_printed_test_result_is_no_verdict() {
    HOSTILE.expect("ex01/results_come_in_order", "crashed", "exit(0)");
}

#[test]
fn a_record_that_is_printed_is_no_verdict() {
    HOSTILE.expect("ex01/the_timer_measures_exactly", "wrong", "got 0ns");
    HOSTILE.expect("ex01/timers_nest", "wrong", "got 0ns");
}

/// Looks for the private pipe in files, in the arguments and so on, which its exercise forbids.
#[test]
fn a_file_is_not_even_opened() {
    HOSTILE.expect_all("ex02", "forbidden", "is not allowed in this exercise");
}

/// The same in a course that allows all that.
#[test]
fn neither_nonce_nor_pipe_is_found_in_files_on_stdin_in_the_arguments_or_in_the_environment() {
    const EXERCISE: &str = "exercises/ex02_manual_threads/exercise.toml";
    let copy = Copy::lock();
    let spec = copy.read(EXERCISE);
    let allowing = "model = true\ncapabilities = [\"fs\", \"env\", \"io\"]\n";
    copy.write(EXERCISE, spec.replace("model = true\n", allowing));
    let tree = Tree::fixture("hostile");
    let place = tree.path().to_string_lossy();
    let report = Report::read(&copy.grader(&["ex02", "--submission", &place, "--format", "json"]));
    copy.write(EXERCISE, spec);
    report.expect(
        "ex02/two_pauses_run_side_by_side",
        "wrong",
        "faster than possible",
    );
    assert_eq!(gained(&report, "ex02"), [""; 0]);
}

#[test]
fn assertions_of_the_checks_cannot_be_redefined() {
    assert_eq!(gained(&HOSTILE, "ex03"), [""; 0]);
}

#[test]
fn the_api_of_the_checks_cannot_be_called() {
    assert_eq!(gained(&HOSTILE, "ex05"), [""; 0]);
}

#[test]
fn an_answer_of_another_type_that_is_equal_to_everything_gains_nothing() {
    assert_eq!(gained(&CURIOUS, "ex03"), [""; 0]);
}

/// `Counter::default()` makes something else, whose answers are equal to everything.
#[test]
fn a_constructor_that_makes_something_else_gains_nothing() {
    let tree = Tree::new();
    tree.write("ex03_race_conditions/src/lib.rs", MAKES_SOMETHING_ELSE);
    tree.report(&["ex03"])
        .expect_all("ex03", "build_failed", "mismatched types");
}

const MAKES_SOMETHING_ELSE: &str = "
    pub struct Counter;
    impl Counter {
        pub fn default() -> Other { Other }
        pub fn value(&self) -> u64 { 0 }
    }
    #[derive(Debug)] pub struct Other;
    impl<T> PartialEq<T> for Other { fn eq(&self, _: &T) -> bool { true } }
    impl Other {
        pub fn add(&self, _: u64) {}
        pub fn value(&self) -> Other { Other }
    }
    #[derive(Default)] pub struct ResultList;
    impl ResultList {
        pub fn append(&self, _: u64) {}
        pub fn results(&self) -> Vec<u64> { Vec::new() }
    }
    pub fn do_threaded_tasks(_: &[u64]) -> Vec<u64> { Vec::new() }
    pub struct Account;
    impl Account {
        pub fn new(_: u64) -> Self { Self }
        pub fn withdraw(&self, _: u64) -> bool { true }
        pub fn balance(&self) -> u64 { 0 }
    }";

#[test]
fn a_submission_cannot_read_the_checks_when_it_is_compiled() {
    let said = "src/lib.rs:5: `include_str!` is not allowed";
    CURIOUS.expect_all("ex01", "forbidden", said);
}

/// Each brings in a file of the machine in another way; one of them in a way that no list of words foresees.
#[test]
fn foreign_files_are_refused_by_name_and_never_shown() {
    let secret = Tree::new();
    secret.write("secret.rs", "pub fn hidden() { the secret of this file }\n");
    secret.write("fine.rs", "pub fn slow(x: u64) -> u64 { x }\n");
    let place = secret.path().display();
    let by_macro = "macro_rules! bring { ($($a:tt)*) => { #[$($a)*] mod theirs; } }\n";
    let tree = Tree::new();
    let tries = [
        (
            "ex01_sleep_loop",
            format!("{by_macro}bring!(r#path = \"{place}/fine.rs\");\n"),
        ),
        (
            "ex02_manual_threads",
            format!("{by_macro}bring!(r#path = \"{place}/secret.rs\");\n"),
        ),
        (
            "ex03_race_conditions",
            format!("#[path = \"{place}/secret.rs\"]\nmod theirs;\n"),
        ),
        (
            "ex04_thread_pool",
            format!("include!(\"{place}/secret.rs\");\n"),
        ),
    ];
    for (folder, text) in &tries {
        tree.write(&format!("{folder}/src/lib.rs"), text);
    }
    let report = tree.report(&["ex01", "ex02", "ex03", "ex04"]);
    for exercise in ["ex01", "ex02", "ex03", "ex04"] {
        report.expect_all(exercise, "forbidden", "");
    }
    report.expect_all("ex01", "forbidden", "fine.rs), which is not allowed");
    report.expect_all("ex02", "forbidden", "secret.rs), which is not allowed");
    assert!(!report.json.to_string().contains("the secret of this file"));
}

/// `env!` and `option_env!` look into an empty environment.
#[test]
fn the_environment_of_the_grader_is_not_seen_by_the_compiler() {
    let tree = Tree::new();
    let lib = "pub fn slow(x: u64) -> u64 { x }
        pub fn do_tasks(_: u64) -> Vec<u64> {
            let seen = (option_env!(\"PATH\"), option_env!(\"HOME\"), option_env!(\"CARGO_MANIFEST_DIR\"));
            panic!(\"{seen:?}\")
        }
        pub fn time_execution<T>(f: impl FnOnce() -> T) -> (T, std::time::Duration) {
            (f(), std::time::Duration::ZERO)
        }";
    tree.write("ex01_sleep_loop/src/lib.rs", lib);
    let report = tree.report(&["ex01"]);
    report.expect(
        "ex01/results_come_in_order",
        "panicked",
        "(None, None, None)",
    );
}

/// Safe code that finds in its memory what a check reports under, and reports a pass.
fn forged(asks: bool) -> Report {
    let tree = Tree::fixture("forged");
    const PLACE: &str = "ex01_sleep_loop/src/lib.rs";
    let lib = fs::read_to_string(tree.path().join(PLACE)).expect("it is there");
    let (never, always) = ("ASKS: bool = false", "ASKS: bool = true");
    assert!(lib.contains(never), "the fixture is another one now");
    if asks {
        tree.write(PLACE, lib.replace(never, always));
    }
    tree.report(&["ex01"])
}

#[test]
fn a_pass_that_safe_code_wrote_by_itself_is_forged() {
    let report = forged(false);
    report.expect_all("ex01", "forbidden", "forged: ");
    report.expect_all("ex01", "forbidden", "before the check had come to its end");
    let check = report.check("ex01/timers_nest");
    assert_eq!(check["cause"], "forbidden_forged");
    let detail = check["detail"].as_str().unwrap_or_default();
    assert!(detail.contains("person should read the file"), "{detail}");
}

/// It does what a check does, and passes in each run, also in the one that must fail.
#[test]
fn a_pass_of_a_run_that_must_fail_is_forged() {
    forged(true).expect_all("ex01", "forbidden", "in a run that had to fail");
}
