//! What `cargo test -p ex03` links, and that a program of which most lies in a shared library works as one that is whole.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::course_copy::Copy;
use crate::program::{COURSE, Ended};

fn solution() -> String {
    let path = COURSE.join("solutions/ex03_race_conditions/src/lib.rs");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The check program of ex03 with the solution, built.
fn program(copy: &Copy) -> PathBuf {
    let built = copy.test_ex03(&solution(), &["--no-run", "--message-format=json"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let messages = built.stdout.lines();
    let messages = messages.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let programs = messages.filter_map(|message| {
        let program = message["executable"].as_str()?;
        Some(PathBuf::from(program))
    });
    let last = programs.reduce(|_, later| later);
    last.expect("cargo says where it put the program")
}

#[test]
#[cfg(target_os = "linux")]
fn what_no_edit_changes_is_not_linked_after_each() {
    let copy = Copy::lock();
    let program = fs::read(program(&copy)).expect("the program is there");
    let holds = |text: &str| {
        program
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(holds("libshared_checks.so"), "the library is asked for");
    let length = program.len();
    assert!(length < 2_000_000, "and not linked in: {length} bytes");
}

#[test]
fn a_check_program_that_no_cargo_starts_finds_all_it_needs() {
    let copy = Copy::lock();
    let mut program = Command::new(program(&copy));
    program
        .env_clear()
        .current_dir(std::env::temp_dir())
        .arg("no_update_is_lost");
    let ended = Ended::of(program);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stdout.contains("all 9 interleavings"), "{ended:?}");
}

#[test]
fn statics_of_the_program_start_every_execution_afresh() {
    let add = "pub fn add(&self, n: u64) {\n";
    let counted = "
        let mut calls = CALLS.lock().unwrap();
        *calls += 1;
        // No execution of the check has more.
        assert!(*calls <= 6, \"call {calls}\");
        drop(calls);
    ";
    let lib = solution().replacen(add, &[add, counted].concat(), 1)
        + "\nstatic CALLS: Mutex<u32> = Mutex::new(0);\n";
    let ended = Copy::lock().test_ex03(&lib, &["no_update_is_lost"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stdout.contains("interleavings"), "{ended:?}");
}
