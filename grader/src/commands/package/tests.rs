//! The programs of packages, run in the places that the systems lay out, with a grader that only says how it was called.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::{classroom50, gradescope, write_file};
use crate::fixture::exercise;

/// Says how it was called, and writes its result.
const FAKE: &str = "#!/bin/sh\necho \"$@\" \"$COMMIT_DATETIME\"\nwhile [ $# -gt 1 ]; do shift; done\necho '{}' >\"$1\"\nexit ${CODE:-0}\n";

fn autograder(files: &[&str], exercises: &[&str]) -> (tempfile::TempDir, Output) {
    let dir = tempfile::tempdir().unwrap();
    let exercises: Vec<_> = exercises.iter().map(|folder| exercise(folder)).collect();
    let exercises: Vec<_> = exercises.iter().collect();
    let source = dir.path().join("source");
    gradescope::programs(&exercises, &source).unwrap();
    write_file(&source.join("course/target/debug/grader"), FAKE, true).unwrap();
    fs::create_dir(dir.path().join("submission")).unwrap();
    for file in files {
        write_file(&dir.path().join("submission").join(file), "// mine", false).unwrap();
    }
    let mut run = Command::new("bash");
    run.arg(source.join("run_autograder"))
        .env("AUTOGRADER", dir.path());
    let output = run.output().unwrap();
    (dir, output)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[cfg(unix)]
#[test]
fn gradescope_s_submission_is_found_at_its_root_or_below() {
    let both = ["ex03_race_conditions", "ex04_pool"];
    for (file, folder) in [
        ("ex03_race_conditions/src/lib.rs", "submission "),
        ("exercises/ex04_pool/src/lib.rs", "submission/exercises "),
        (
            "my repo/23-practical/ex04_pool/src/lib.rs",
            "submission/my repo/23-practical ",
        ),
    ] {
        let (dir, output) = autograder(&[file], &both);
        let said = said(&output);
        assert!(said.starts_with("ex03 ex04 --submission "), "{said}");
        assert!(
            said.contains(folder) && said.contains("--format gradescope"),
            "{said}"
        );
        assert!(output.status.success() && dir.path().join("results/results.json").is_file());
    }
}

/// A grader that finds no sandbox, and says how it was called.
const UNCONFINED: &str = "#!/bin/sh\necho \"$@\"\ncase \"$*\" in *--trust-submissions) echo '{}' >\"$7\"; exit 1;; esac\nexit 3\n";

#[cfg(unix)]
#[test]
fn in_a_container_without_a_sandbox_gradescope_s_submission_is_graded_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let (source, place) = (dir.path().join("source"), "submission/lib.rs");
    gradescope::programs(&[&exercise("ex03_race_conditions")], &source).unwrap();
    write_file(&source.join("course/target/debug/grader"), UNCONFINED, true).unwrap();
    write_file(&dir.path().join(place), "// mine", false).unwrap();
    let mut run = Command::new("bash");
    run.arg(source.join("run_autograder"))
        .env("AUTOGRADER", dir.path());
    let output = run.output().unwrap();
    let said = said(&output);
    let calls: Vec<_> = said.lines().filter(|it| it.starts_with("ex03")).collect();
    assert_eq!(calls.len(), 2, "{said}");
    assert!(!calls[0].contains("--trust-submissions"), "{said}");
    assert!(said.contains("no sandbox"), "{said}");
    assert!(output.status.success() && dir.path().join("results/results.json").is_file());
}

#[cfg(unix)]
#[test]
fn of_one_exercise_gradescope_s_students_may_hand_in_the_file_alone() {
    let (_dir, output) = autograder(&["lib.rs"], &["ex03_race_conditions"]);
    assert!(
        said(&output).starts_with("ex03 --submission "),
        "{output:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_submission_without_an_exercise_is_told_what_to_hand_in() {
    let (dir, output) = autograder(&["lib.rs"], &["ex03_race_conditions", "ex04_pool"]);
    assert_eq!(said(&output), "");
    let results = fs::read_to_string(dir.path().join("results/results.json")).unwrap();
    let results: serde_json::Value = serde_json::from_str(&results).unwrap();
    assert_eq!(results["score"], 0);
    let words = results["output"].as_str().unwrap();
    assert!(words.contains("ex03_race_conditions ex04_pool"), "{words}");
}

/// The runner's side, if there is a Python and a git to play it with.
fn graded_by_classroom_50(code: &str) -> Option<(String, Option<i32>)> {
    let dir = tempfile::tempdir().unwrap();
    let (bundle, checkout) = (dir.path().join("bundle"), dir.path().join("checkout"));
    let exercise = exercise("ex03_race_conditions");
    classroom50::program(&[&exercise], &bundle).unwrap();
    fs::create_dir(bundle.join("course")).unwrap();
    write_file(&dir.path().join("grader"), FAKE, true).unwrap();
    write_file(
        &checkout.join("exercises/ex03_race_conditions/src/lib.rs"),
        "",
        false,
    )
    .unwrap();
    let git = |arguments: &[&str]| {
        let date = "2026-12-01T23:59:00+13:00";
        let mut git = Command::new("git");
        git.current_dir(&checkout)
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        git.args(arguments)
            .env("GIT_COMMITTER_DATE", date)
            .output()
            .is_ok()
    };
    if !git(&["init", "-q"]) || !git(&["commit", "-q", "--allow-empty", "-m", "work"]) {
        return None;
    }
    let mut python = Command::new("python3");
    python
        .arg(bundle.join("autograder.py"))
        .current_dir(&checkout);
    python
        .env("GRADER", dir.path().join("grader"))
        .env("CODE", code);
    let output = python.output().ok()?;
    assert!(
        Path::new(&checkout.join("result.json")).is_file(),
        "{output:?}"
    );
    Some((said(&output), output.status.code()))
}

#[cfg(unix)]
#[test]
fn classroom_50_gets_a_grade_or_an_error_and_the_date_of_the_commit() {
    let Some((said, code)) = graded_by_classroom_50("1") else {
        return eprintln!("skipped: python3 and git are needed");
    };
    assert!(
        said.starts_with("ex03 --submission ") && said.contains("/exercises "),
        "{said}"
    );
    assert!(
        said.trim_end()
            .ends_with("result.json 2026-12-01T23:59:00+13:00"),
        "{said}"
    );
    assert_eq!(code, Some(0), "a grade");
    let (_, code) = graded_by_classroom_50("3").unwrap();
    assert_eq!(code, Some(3), "a fault of ours");
}
