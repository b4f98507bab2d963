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
    let spec = spec
        .expect("every exercise has metadata")
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
    let solution: String = solution
        .lines()
        .filter(|line| !line.starts_with("//!"))
        .map(|line| format!("{line}\n"))
        .collect();
    let head = "//! Nothing is wrong with it.\n//!\n//! ```toml\n//! others = \"passed\"\n\
                //! five_tasks_take_ten_seconds = \"too_slow\"\n//! ```\n";
    copy.write(
        "tests/submissions/ex02/wrong/planted.rs",
        format!("{head}{solution}"),
    );
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

/// Samples of ex03 that have between them every kind of verdict that ex03's samples have.
const SAMPLES: [&str; 9] = [
    "right/atomics",
    "wrong/cell_for_a_counter",
    "wrong/check_then_act",
    "wrong/exit_zero",
    "wrong/hard_coded",
    "wrong/lock_twice",
    "wrong/panics_when_refused",
    "wrong/sequential",
    "wrong/statics",
];

/// A look at a few samples, in a copy that has no others. All of them are verified by `.ci/run`.
#[test]
fn samples_get_the_verdicts_that_they_declare_and_loom_agrees() {
    let copy = Copy::lock();
    let stub = "exercises/ex03_race_conditions/src/lib.rs";
    copy.write(stub, std::fs::read(COURSE.join(stub)).expect("it is there"));
    for sample in SAMPLES {
        copy.bring(&format!("tests/submissions/ex03/{sample}.rs"));
    }
    copy.write("tests/submissions/ex03/loom.toml", "judged = 6\n");
    let ended = copy.grader(&["verify", "ex03", "--second-opinion", "loom"]);
    let found = ended.stdout.split("\n\n").filter_map(|paragraph| {
        let (place, problem) = paragraph.trim().split_once('\n')?;
        place
            .starts_with("tests/")
            .then_some((place, problem.trim()))
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (
                "tests/submissions/ex03/wrong",
                "8 wrong submissions; at least 10 are wanted"
            ),
            (
                "tests/submissions/ex03/right",
                "1 right submissions; at least 4 are wanted"
            ),
        ],
        "{}",
        ended.stdout
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (4, ""));
    // Exercise, submissions, judged by loom, verdicts agreed, disagreed.
    let lines = ended
        .stdout
        .lines()
        .skip_while(|line| !line.starts_with("loom "));
    let mut rows = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
    let row = rows.find(|row| row.first() == Some(&"ex03"));
    let row = row.unwrap_or_else(|| panic!("loom has judged ex03: {}", ended.stdout));
    let judged: usize = row[2].parse().expect("a number");
    assert!(judged >= 6 && row[4] == "0", "{row:?}");
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
    let found = found("tests/submissions/ex02/wrong/planted.rs");
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
