//! An exercise on work and cores, which the course does not have yet: planted in the copy of the course, and met as its
//! users would, through the grader and through `cargo test`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::course_copy::Copy;
use crate::program::Ended;
use crate::report::{Report, text};
use crate::submission::Tree;

/// The exercise's folder in the course and in a submission.
const FOLDER: &str = "ex90_work";

/// What the grader and `cargo test` say of one submission.
#[derive(Debug)]
struct Told {
    graded: Report,
    tested: Ended,
}

static SEQUENTIAL: LazyLock<Told> = LazyLock::new(|| told("sequential"));
static THREADS: LazyLock<Told> = LazyLock::new(|| told("threads"));

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/work")
}

fn told(submission: &str) -> Told {
    let path = fixture().join(submission).join("src/lib.rs");
    let lib = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let tree = Tree::new();
    tree.write(&format!("{FOLDER}/src/lib.rs"), &lib);
    let copy = Copy::lock();
    let planted = copy.plant(&fixture(), FOLDER);
    let place = tree.path().to_string_lossy();
    let graded = copy.grader(&["ex90", "--submission", &place, "--format", "json"]);
    Told {
        graded: Report::read(&graded),
        tested: planted.test(&lib, "ex90"),
    }
}

#[test]
fn work_in_turn_is_too_slow_as_soon_as_there_are_two_cores() {
    let graded = &SEQUENTIAL.graded;
    graded.expect("ex90/sums_keep_their_order", "passed", "");
    let said = "took 20.000 s on 2 cores; at most 10.000 s allowed";
    graded.expect("ex90/more_cores_take_less_time", "too_slow", said);
    let detail = &graded.check("ex90/more_cores_take_less_time")["detail"];
    assert!(
        text(detail).contains("2 cores, busy 50 % of the time"),
        "{detail:#}"
    );
    assert_eq!(graded.exercise("ex90")["score"], 4);
}

#[test]
fn a_thread_for_each_piece_of_work_passes_on_any_number_of_cores() {
    let said = "exactly 20.000 s on 1 core; exactly 10.000 s on 2 cores; exactly 5.000 s on 4 cores; exactly 3.000 s \
                on 8 cores";
    let graded = &THREADS.graded;
    graded.expect("ex90/more_cores_take_less_time", "passed", said);
    graded.expect("ex90/sums_keep_their_order", "passed", "");
    assert_eq!((graded.code, &graded.json["score"]), (0, &10.into()));
}

#[test]
fn cargo_test_says_the_same_as_the_grader() {
    let (slow, right) = (&SEQUENTIAL.tested, &THREADS.tested);
    assert_eq!(
        (slow.code, right.code),
        (101, 0),
        "{}\n{}",
        slow.stderr,
        right.stderr
    );
    assert!(
        slow.stdout
            .contains("took 20.000 s on 2 cores; at most 10.000 s"),
        "{}",
        slow.stdout
    );
    assert!(
        slow.stdout.contains("TOO SLOW  more_cores_take_less_time"),
        "{}",
        slow.stdout
    );
    assert!(right.stdout.contains("10 of 10 points"), "{}", right.stdout);
}

#[test]
fn an_exercise_that_does_not_say_so_has_no_workload() {
    let tree = Tree::new();
    let lib = "//! Works.\npub fn do_tasks(_: u64) -> Vec<u64> {\n    workload::busy(1);\n    Vec::new()\n}\n";
    tree.write("ex01_sleep_loop/src/lib.rs", lib);
    let graded = tree.report(&["ex01"]);
    graded.expect_all("ex01", "build_failed", "src/lib.rs:3: ");
}
