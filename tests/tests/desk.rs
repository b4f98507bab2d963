//! What a student does beside grading: beginning an exercise again, and comparing it with the solution.

use std::fs;
use std::path::PathBuf;

use grader::workspace::Workspace;

use crate::course_copy::Copy;
use crate::program::{COURSE, Ended};

const FILE: &str = "exercises/ex01_sleep_loop/src/lib.rs";
const KEPT: &str = "exercises/ex01_sleep_loop/src/lib.rs.kept-1";
const SOLUTION: &str = "solutions/ex01_sleep_loop/src/lib.rs";

#[test]
fn an_exercise_is_begun_again_and_nothing_is_lost() {
    let copy = Copy::lock();
    let stub = copy.read(FILE);
    copy.remove_file(KEPT);
    copy.write(FILE, "pub fn mine() {}\n");
    let ended = copy.grader(&["reset", "1"]);
    insta::assert_snapshot!(
        ended.stdout,
        @r"
    exercises/ex01_sleep_loop/src/lib.rs is the stub again; what you had written is
    kept in exercises/ex01_sleep_loop/src/lib.rs.kept-1
    "
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert_eq!(copy.read(FILE), stub);
    assert_eq!(copy.read(KEPT), "pub fn mine() {}\n");
    let again = copy.grader(&["reset", "ex01"]);
    assert!(again.stdout.ends_with("nothing to do\n"), "{again:?}");
    copy.remove_file(KEPT);
}

#[test]
fn a_file_that_was_deleted_names_the_command_that_gives_it_back() {
    let copy = Copy::lock();
    copy.remove_file(FILE);
    // As a student calls it: cargo reads all manifests first.
    let metadata = copy.cargo(&["metadata", "--offline", "--format-version", "1"]);
    assert_eq!(metadata.code, 0, "{}", metadata.stderr);
    let missing = copy.grader(&["ex01"]);
    let remedy = "no file ex01_sleep_loop/src/lib.rs; `grader reset ex01`";
    let said = missing.stdout.split_whitespace().collect::<Vec<_>>();
    assert_eq!(missing.code, 1, "{missing:?}");
    assert!(said.join(" ").contains(remedy), "{}", missing.stdout);
    let gone = copy.grader(&["diff", "ex01", "--force"]);
    assert!(gone.error(2).contains("`grader reset EX`"), "{gone:?}");
    let back = copy.grader(&["reset", "ex01"]);
    assert!(back.stdout.contains("was not there: it is the stub again"));
    copy.write(FILE, " \n");
    let empty = copy.grader(&["ex01"]);
    let said = empty.stdout.split_whitespace().collect::<Vec<_>>();
    let remedy = "is empty; `grader reset ex01` gives back the stub";
    assert!(said.join(" ").contains(remedy), "{}", empty.stdout);
    assert_eq!(copy.grader(&["reset", "ex01"]).code, 0);
    copy.remove_file(KEPT);
}

#[test]
fn the_solution_is_shown_to_those_who_have_passed_or_insist() {
    let copy = Copy::lock();
    let stub = copy.read(FILE);
    assert_eq!(copy.grader(&["ex01"]).code, 1, "a stub does not pass");
    let refused = copy.grader(&["diff", "ex01"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
    assert!(
        refused.stderr.contains("`grader diff ex01 --force`"),
        "{refused:?}"
    );
    let forced = copy.grader(&["diff", "ex01", "--force"]);
    assert_eq!(forced.code, 0, "{forced:?}");
    let lines = ["\n-    todo!(", "\n+    (0..n).map(slow).collect()"];
    assert!(
        lines.iter().all(|line| forced.stdout.contains(line)),
        "{}",
        forced.stdout
    );
    copy.write(FILE, copy.read(SOLUTION));
    assert_eq!(copy.grader(&["ex01"]).code, 0);
    let same = copy.grader(&["diff", "ex01"]);
    copy.write(FILE, stub);
    assert!(same.stdout.ends_with("They are the same.\n"), "{same:?}");
}

#[test]
fn the_demo_of_a_stub_says_in_a_line_what_is_to_be_written() {
    let copy = Copy::lock();
    // Another test may have left something else there.
    let folder = "exercises/ex03_race_conditions";
    let stub = fs::read_to_string(COURSE.join(folder).join("src/lib.rs"));
    copy.write(&format!("{folder}/src/lib.rs"), stub.expect("it is there"));
    let ended = copy.cargo(&["run", "-q", "--offline", "-p", "ex03"]);
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (0, ""),
        "{}",
        ended.stderr
    );
    let said = "Not written yet, at exercises/ex03_race_conditions/src/lib.rs:";
    assert!(ended.stderr.starts_with(said), "{}", ended.stderr);
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
}

#[test]
fn every_demo_says_it_in_the_same_way() {
    let read = |path: PathBuf| fs::read_to_string(&path).expect("a demo has the file");
    let template = read(COURSE.join("grader/src/commands/new/templates/unwritten.rs.txt"));
    let workspace = Workspace::open(&COURSE).expect("the course is whole");
    for exercise in &workspace.exercises {
        let own = read(exercise.dir.join("src/unwritten.rs"));
        assert_eq!(own, template, "{}", exercise.name);
        let demo = read(exercise.dir.join("src/main.rs"));
        assert!(
            demo.contains("unwritten::end_at_todo();"),
            "{}",
            exercise.name
        );
    }
}

#[test]
fn in_a_narrow_terminal_lines_end_between_words() {
    let copy = Copy::lock();
    let lib = "exercises/ex03_race_conditions/src/lib.rs";
    let stub = copy.read("exercises/ex03_race_conditions/stub/src/lib.rs");
    let race = COURSE.join("tests/submissions/ex03/wrong/load_then_store.rs");
    copy.write(lib, fs::read(race).expect("the sample is there"));
    let timed = "nobody_sleeps_with_the_lock_held";
    for arguments in [
        &["ex03"][..],
        &["list"],
        &["hint", "ex03"],
        &["show", "ex03"],
        &["show", "ex03", timed],
        &["play", "ex03"],
        &["reset", "ex03"],
    ] {
        let mut grader = copy.grader_command(arguments);
        grader.env("COLUMNS", "40");
        let text = Ended::fed(grader, "1\n?\ns\nq\n").stdout;
        assert!(text.lines().count() > 1, "{arguments:?}: {text}");
        // A word is never cut, so a path or a name may be too long.
        let is_wide = |line: &&str| line.chars().count() > 40 && line.trim().contains(' ');
        assert_eq!(text.lines().find(is_wide), None, "{arguments:?}:\n{text}");
    }
    copy.write(lib, stub);
    copy.remove_file(&format!("{lib}.kept-1"));
}
