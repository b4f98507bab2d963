//! `grader verify`: content with the course as it is, and not with a course in which something is wrong. Grading with
//! such a course is the grader's fault and nobody else's.

use std::sync::LazyLock;

use crate::course_copy::Copy;
use crate::program::{COURSE, Ended};
use crate::report::Report;

/// A copy in which ex01 is worth 9 points and has no hint for any verdict, and the solution of ex02 is declared wrong.
static PLANTED: LazyLock<Ended> = LazyLock::new(|| {
    let copy = Copy::lock();
    let spec = std::fs::read_to_string(COURSE.join("exercises/ex01_sleep_loop/exercise.toml"));
    let spec =
        spec.expect("every exercise has metadata")
            .replacen("points = 2", "points = 1", 1);
    let (before, any) = spec
        .split_once("\nany = [")
        .expect("there are hints for any verdict");
    let (_, after) = any.split_once("\n]").expect("the list ends");
    copy.write(
        "exercises/ex01_sleep_loop/exercise.toml",
        format!("{before}{after}"),
    );

    let solution = copy.read("solutions/ex02_manual_threads/src/lib.rs");
    let sample = "tests/submissions/ex02/wrong/planted";
    copy.write(&format!("{sample}/src/lib.rs"), &solution);
    let expected = "about = \"Nothing is wrong with it\"\nothers = \"passed\"\n[verdicts]\nfive_tasks_take_ten_seconds = \"too_slow\"\n";
    copy.write(&format!("{sample}/expected.toml"), expected);
    copy.grader(&["verify", "ex01", "ex02"])
});

/// What was found about a place.
fn found(place: &str) -> String {
    let mut paragraphs = PLANTED.stdout.split("\n\n");
    let about: Vec<_> = paragraphs
        .by_ref()
        .filter(|paragraph| paragraph.lines().next() == Some(place))
        .collect();
    about.join("\n")
}

#[test]
fn the_course_is_consistent_and_loom_agrees() {
    let ended = Ended::grader(&["verify", "--second-opinion", "loom"]);
    let last = ended.stdout.lines().last().unwrap_or_default();
    assert!(last.ends_with(": consistent"), "{}", ended.stdout);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    // Exercise, submissions, judged by loom, verdicts agreed, disagreed.
    let lines = ended
        .stdout
        .lines()
        .skip_while(|line| !line.starts_with("loom "));
    let mut rows = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
    let row = rows.find(|row| row.first() == Some(&"ex03"));
    let row = row.unwrap_or_else(|| panic!("loom has judged ex03: {}", ended.stdout));
    let judged: usize = row[2].parse().expect("a number");
    assert!(judged >= 30 && row[4] == "0", "{row:?}");
}

#[test]
fn an_inconsistent_course_has_an_exit_code_of_its_own() {
    assert_eq!(
        (PLANTED.code, PLANTED.stderr.as_str()),
        (4, ""),
        "{PLANTED:?}"
    );
}

#[test]
fn points_that_are_not_ten_are_named() {
    let found = found("exercises/ex01_sleep_loop/exercise.toml");
    assert!(
        found.contains("the points add up to 9; make it 10"),
        "{found}\n{}",
        PLANTED.stdout
    );
}

#[test]
fn a_missing_hint_is_named() {
    let found = found("exercises/ex01_sleep_loop/exercise.toml");
    assert!(
        found.contains("[hints] has no `any`"),
        "{found}\n{}",
        PLANTED.stdout
    );
}

#[test]
fn a_declared_verdict_that_does_not_come_is_named_with_the_one_that_does() {
    let found = found("tests/submissions/ex02/wrong/planted");
    let wanted = "five_tasks_take_ten_seconds: expected too_slow, got passed";
    assert!(found.contains(wanted), "{found}\n{}", PLANTED.stdout);
}

#[test]
fn too_few_sample_submissions_are_named() {
    let found = found("tests/submissions/ex01/right");
    assert!(
        found.contains("0 right submissions; at least 4 are wanted"),
        "{found}\n{}",
        PLANTED.stdout
    );
}

#[test]
fn a_fault_of_the_grader_leaves_points_undecided_and_has_an_exit_code_of_its_own() {
    let copy = Copy::lock();
    // Another test may have spoiled it before.
    let spec = "exercises/ex01_sleep_loop/exercise.toml";
    let whole = std::fs::read(COURSE.join(spec)).expect("every exercise has metadata");
    copy.write(spec, whole);
    copy.write(
        "exercises/ex04_thread_pool/tests/checks.rs",
        b"// caf\xe9\n",
    );
    let solutions = [
        "ex01",
        "ex04",
        "--submission",
        "solutions",
        "--format",
        "json",
    ];
    let report = Report::read(&copy.grader(&solutions));
    assert_eq!(report.code, 3, "{report:?}");
    let check = report.check("ex04/no_task_is_lost");
    assert_eq!(
        (&check["verdict"], &check["max_points"]),
        (&"grader_fault".into(), &2.into())
    );
    assert_eq!(report.json["max_score"], 20, "the course's, always");
    let score = report.json["score"].as_u64().expect("a number");
    let undecided = report.json["undecided"].as_u64().expect("a number");
    assert_eq!((score, undecided), (10, 10), "{report:?}");
    crate::schema::validate(&report);
}
