//! What a student sees of `cargo test`, run as Cargo runs it.

use std::env::current_exe;
use std::process::{Command, Output};

use crate::{AS_THE_FIXTURE, Test, tests};

pub(crate) const TESTS: &[Test] = tests![
    a_failing_run_tells_all_and_exits_with_a_failure,
    a_passing_run_exits_with_success,
    a_list_runs_nothing,
    nocapture_shows_what_a_check_printed,
    a_filter_that_fits_nothing_sums_nothing_up,
    a_single_check_is_not_run_without_a_harness,
];

fn cargo_test(arguments: &[&str]) -> Output {
    Command::new(current_exe().unwrap())
        .args(arguments)
        .env(AS_THE_FIXTURE, "1")
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The text with the durations, which differ from run to run, taken out.
fn steady(text: &str) -> String {
    let lines = text.lines().map(|line| {
        line.split_once("; finished in ")
            .map_or(line, |(line, _)| line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn a_failing_run_tells_all_and_exits_with_a_failure() {
    let output = cargo_test(&["asserts_in_vain", "--test-threads=1"]);
    assert!(!output.status.success());
    insta::assert_snapshot!(steady(&stdout(&output)));
}

fn a_passing_run_exits_with_success() {
    let output = cargo_test(&["processes_overlap"]);
    assert!(output.status.success());
    insta::assert_snapshot!(steady(&stdout(&output)));
}

fn a_list_runs_nothing() {
    let output = cargo_test(&["--list"]);
    assert!(output.status.success());
    let text = stdout(&output);
    assert!(
        text.starts_with("passes: test\nasserts_in_vain: test\n"),
        "{text}"
    );
    assert!(!text.contains("checks pass"), "{text}");
}

fn nocapture_shows_what_a_check_printed() {
    let text = stdout(&cargo_test(&["--exact", "passes", "--nocapture"]));
    assert!(
        text.contains("---- stdout of passes ----\nall is well\n"),
        "{text}"
    );
    assert!(
        text.contains("---- stderr of passes ----\nall is quiet\n"),
        "{text}"
    );
    assert!(!stdout(&cargo_test(&["--exact", "passes"])).contains("all is well"));
}

fn a_filter_that_fits_nothing_sums_nothing_up() {
    let output = cargo_test(&["no_such_check"]);
    assert!(output.status.success(), "as it is with libtest");
    assert!(!stdout(&output).contains("checks pass"));
}

fn a_single_check_is_not_run_without_a_harness() {
    let mut command = Command::new(current_exe().unwrap());
    let output = command
        .args(["--checks-child", "passes"])
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("for the harness only"),
        "{output:?}"
    );
}
