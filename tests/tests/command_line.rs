//! The command line: what is asked for is done, slips are answered with the remedy, and exit codes mean what they say.

use std::fs;
use std::sync::LazyLock;

use crate::program::{COURSE, Ended, grader};
use crate::report::Report;
use crate::submission::Tree;

/// The course's own stubs, as a student finds them.
static UNTOUCHED: LazyLock<Ended> = LazyLock::new(|| Ended::grader(&[]));

/// Two solutions, named in two ways and out of order.
pub static SOLVED: LazyLock<Report> = LazyLock::new(|| {
    let mut command = grader();
    command.current_dir(&*COURSE).args([
        "3",
        "ex01",
        "--submission",
        "solutions",
        "--format",
        "json",
    ]);
    Report::read(&Ended::of(command))
});

/// What the README and the first look at the course promise.
#[test]
fn the_first_step_is_to_delete_one_line_and_the_first_check_passes() {
    let tree = Tree::new();
    let stub = COURSE.join("exercises/ex01_sleep_loop/stub/src/lib.rs");
    let stub = fs::read_to_string(stub).expect("the course has it");
    let is_step = |line: &&str| line.contains("delete this line\"");
    assert_eq!(stub.lines().filter(is_step).count(), 1, "{stub}");
    let left: Vec<_> = stub.lines().filter(|line| !is_step(line)).collect();
    tree.write("ex01_sleep_loop/src/lib.rs", left.join("\n"));
    let report = tree.report(&["ex01"]);
    report.expect("ex01/results_come_in_order", "passed", "");
    report.expect("ex01/five_tasks_take_fifty_seconds", "wrong", "");
}

/// `ended`'s stderr without what is another's on each machine.
fn said(ended: &Ended, code: i32, tree: &Tree) -> String {
    let place = tree.path().to_string_lossy().into_owned();
    ended.error(code).replace(&place, "TREE")
}

#[test]
fn an_untouched_course_is_all_to_do_and_fails() {
    assert_eq!((UNTOUCHED.code, UNTOUCHED.stderr.as_str()), (1, ""));
    let last = UNTOUCHED
        .stdout
        .lines()
        .rfind(|line| line.contains("points;"));
    insta::assert_snapshot!(last.unwrap_or_default(), @"0 of 110 points; 71 checks: 71 TODO");
    let (_, end) = UNTOUCHED.stdout.split_once("71 TODO").unwrap_or_default();
    insta::assert_snapshot!(end, @r"
    Welcome! All is still to do. Every exercise has a lesson, README.md, and one
    file that is yours to edit, src/lib.rs. Nothing can be broken: `grader reset EX`
    gives back what was there. (`grader` is short for `cargo run -p grader --`.)

    Start with exercises/ex01_sleep_loop/README.md, edit src/lib.rs beside it, then
    run:
        cargo test -p ex01
    ");
    assert!(
        UNTOUCHED.stdout.contains("your first step is to delete"),
        "{}",
        UNTOUCHED.stdout
    );
}

#[test]
fn solutions_pass_and_what_was_named_is_graded_in_the_order_of_the_course() {
    assert_eq!(SOLVED.code, 0);
    let exercises = SOLVED.json["exercises"].as_array().expect("an array");
    let names: Vec<_> = exercises.iter().map(|exercise| &exercise["name"]).collect();
    assert_eq!(names, ["ex01", "ex03"]);
    SOLVED.expect_all("ex01", "passed", "");
    SOLVED.expect_all("ex03", "passed", "");
    assert_eq!(
        (&SOLVED.json["score"], &SOLVED.json["max_score"]),
        (&20.into(), &20.into())
    );
}

#[test]
fn a_pass_says_what_it_proves() {
    SOLVED.expect(
        "ex01/five_tasks_take_fifty_seconds",
        "passed",
        "exactly 50.000 s",
    );
    SOLVED.expect("ex03/no_update_is_lost", "passed", "all 9 interleavings");
}

#[test]
fn a_submission_is_called_as_its_folder() {
    assert_eq!(SOLVED.json["submission"], "solutions");
}

#[test]
fn the_list_has_a_line_for_each_exercise() {
    let list = Ended::grader(&["list"]);
    assert_eq!((list.code, list.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(list.stdout, @r"
    ex01  23-practical     10  stub        Slow code and a stopwatch
    ex02  23-practical     10  stub        Threads by hand
    ex03  23-practical     10  stub        Race conditions and locks
    ex04  23-practical     10  stub        A pool of threads
    ex05  23-practical     10  stub        A pool of processes
    ex06  24-practical     10  stub        Results as they come
    ex07  24-practical     10  stub        Channels
    ex08  24-practical     10  stub        Downloads
    ex09  25-practical     10  stub        Sums for many cores
    ex10  25-practical     10  stub        Primes
    ex11  25-practical     10  stub        Crossbeam
    ");
}

#[test]
fn the_course_is_found_from_a_folder_inside_it() {
    let mut command = grader();
    command
        .current_dir(COURSE.join("exercises/ex03_race_conditions/src"))
        .arg("list");
    assert_eq!(Ended::of(command).stdout, Ended::grader(&["list"]).stdout);
}

#[test]
fn help_and_version_go_to_stdout() {
    for argument in ["--help", "--version"] {
        let ended = Ended::grader(&[argument]);
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
        assert!(ended.stdout.contains("grader"), "{}", ended.stdout);
    }
    let help = Ended::grader(&["--help"]).stdout;
    for word in [
        "list",
        "verify",
        "--submission",
        "--format",
        "--output",
        "Exit codes",
    ] {
        assert!(help.contains(word), "{word} is not in the help:\n{help}");
    }
}

#[test]
fn an_unknown_exercise_is_answered_with_the_nearest() {
    let tree = Tree::new();
    insta::assert_snapshot!(said(&Ended::grader(&["ex33"]), 2, &tree), @"grader: no exercise is called `ex33`; did you mean `ex03`? `grader list` shows them all");
    insta::assert_snapshot!(said(&Ended::grader(&["lst"]), 2, &tree), @"grader: no exercise is called `lst`; did you mean `list`? `grader list` shows them all");
    insta::assert_snapshot!(said(&Ended::grader(&["verify", "ex99"]), 2, &tree), @"grader: no exercise is called `ex99`; did you mean `ex09`? `grader list` shows them all");
}

#[test]
fn an_unknown_exercise_leaves_the_output_file_alone() {
    let tree = Tree::new();
    tree.write("grade.json", "yesterday's");
    let file = tree.path().join("grade.json");
    Ended::grader(&["ex33", "--output", &file.to_string_lossy()]).error(2);
    assert_eq!(
        fs::read_to_string(file).expect("it is still there"),
        "yesterday's"
    );
}

#[test]
fn an_unknown_option_or_format_is_answered_with_what_there_is() {
    assert!(
        Ended::grader(&["--format", "yaml"])
            .error(2)
            .contains("[possible values: text, json, ")
    );
    assert!(
        Ended::grader(&["--submision", "."])
            .error(2)
            .contains("--submission")
    );
}

#[test]
fn a_missing_folder_is_named_with_the_remedy() {
    let tree = Tree::new();
    let ended = Ended::grader(&[
        "--submission",
        &tree.path().join("nowhere").to_string_lossy(),
    ]);
    insta::assert_snapshot!(said(&ended, 2, &tree), @"grader: cannot open the submission TREE/nowhere: No such file or directory (os error 2); give the folder that holds ex01_sleep_loop/");
}

#[test]
fn a_folder_without_exercises_is_named_with_the_remedy() {
    let tree = Tree::new();
    tree.write("notes.txt", "Nothing here.");
    insta::assert_snapshot!(said(&tree.grade(&[]), 2, &tree), @"grader: the submission TREE holds no exercise: it should hold folders named as in exercises/, like ex01_sleep_loop/");
}

#[test]
fn a_folder_too_low_is_answered_with_the_right_one_and_the_one_above_is_read() {
    let tree = Tree::new();
    tree.write("exercises/ex01_sleep_loop/src/lib.rs", "");
    let low = tree.path().join("exercises/ex01_sleep_loop");
    let above = tree.report(&["ex01"]);
    above.expect_all("ex01", "not_attempted", "is empty");
    insta::assert_snapshot!(said(&Ended::grader(&["--submission", &low.to_string_lossy()]), 2, &tree), @"grader: the submission TREE/exercises/ex01_sleep_loop holds no exercise: give the folder above it, TREE/exercises");
}

#[test]
fn an_output_that_cannot_be_written_is_an_error_before_anything_is_graded() {
    let tree = Tree::new();
    let nowhere = tree.path().join("no/such/folder/grade.json");
    let ended = Ended::grader(&["ex01", "--output", &nowhere.to_string_lossy()]);
    insta::assert_snapshot!(said(&ended, 2, &tree), @"grader: cannot write TREE/no/such/folder/grade.json: there is no folder TREE/no/such/folder; name a file in a folder that exists and that you may write to");
    let folder = Ended::grader(&["ex01", "--output", &tree.path().to_string_lossy()]);
    assert!(said(&folder, 2, &tree).contains("TREE"), "{folder:?}");
    let left: Vec<_> = fs::read_dir(tree.path())
        .expect("the tree is there")
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn where_nothing_can_be_made_the_variable_that_names_another_place_is_the_remedy() {
    let tree = Tree::new();
    let file = tree.path().join("file");
    fs::write(&file, "").expect("the tree can be written to");
    for arguments in [&["ex01"][..], &["watch", "ex01"], &["play", "ex01"]] {
        let mut grader = grader();
        // Root may write to a read-only folder, and nobody may make a folder in a file.
        grader
            .args(arguments)
            .env("CARGO_TARGET_DIR", file.join("target"));
        let ended = Ended::of(grader);
        let message = ended.error(3);
        let wanted = [
            "cannot write to ",
            "file/target",
            "; set CARGO_TARGET_DIR to a folder that you may write to",
        ];
        for part in wanted {
            assert!(message.contains(part), "{arguments:?}: {message}");
        }
    }
}

#[test]
fn an_output_is_the_whole_result_and_stdout_is_empty() {
    let tree = Tree::new();
    tree.write("grade.json", "yesterday's");
    let file = tree.path().join("grade.json");
    let arguments = [
        "ex02",
        "--format",
        "json",
        "--output",
        &file.to_string_lossy(),
    ];
    let ended = Ended::grader(&arguments);
    assert_eq!(
        (ended.code, ended.stdout.as_str(), ended.stderr.as_str()),
        (1, "", "")
    );
    let written = Ended {
        stdout: fs::read_to_string(&file).expect("it was written"),
        ..ended
    };
    Report::read(&written).expect_all("ex02", "not_attempted", "todo!()");
    let names: Vec<_> = fs::read_dir(tree.path())
        .expect("the tree is there")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(names, ["grade.json"]);
}

#[test]
fn each_task_still_to_do_is_named_for_an_exercise_that_is_named() {
    let ended = Ended::grader(&["ex03"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(ended.stdout, @r"
    ex03  Race conditions and locks                                          0 of 10
              TODO  0/2    no_update_is_lost  todo!() at src/lib.rs:14: Task 1

        Hint: Which `todo!` was reached? The tasks come in the order of difficulty:
        have you done the ones before it?

              TODO  0/2    every_result_is_kept  todo!() at src/lib.rs:29: Task 2
              TODO  0/1    results_come_in_the_order_of_completion
                           todo!() at src/lib.rs:36: Task 3: start 3 threads
              TODO  0/2    nobody_sleeps_with_the_lock_held
                           todo!() at src/lib.rs:36: Task 3: start 5 threads
              TODO  0/2    the_account_is_never_overdrawn
                           todo!() at src/lib.rs:46: Task 4: open with 100
              TODO  0/1    a_covered_withdrawal_is_always_paid
                           todo!() at src/lib.rs:46: Task 4: open with 100

    0 of 10 points; 6 checks: 6 TODO

    Start with exercises/ex03_race_conditions/README.md, edit src/lib.rs beside it,
    then run:
        cargo test -p ex03
    ");
}

/// A course of one exercise whose metadata is broken.
fn broken_course() -> Tree {
    let tree = Tree::new();
    tree.write("Cargo.toml", "[workspace]\n");
    tree.write("exercises/ex01_sleep_loop/exercise.toml", "title = 1\n");
    tree
}

#[test]
fn a_course_that_cannot_be_read_is_a_fault_when_grading() {
    let tree = broken_course();
    let mut command = grader();
    command.current_dir(tree.path());
    insta::assert_snapshot!(said(&Ended::of(command), 3, &tree), @r"
    grader: TREE/exercises/ex01_sleep_loop/exercise.toml is not a valid exercise.toml: correct it as said here
    TOML parse error at line 1, column 9
      |
    1 | title = 1
      |         ^
    invalid type: integer `1`, expected a string
    ");
}

#[test]
fn a_course_that_cannot_be_read_is_an_inconsistency_when_verifying() {
    let tree = broken_course();
    let mut command = grader();
    command.current_dir(tree.path()).arg("verify");
    assert!(
        said(&Ended::of(command), 4, &tree)
            .contains("TREE/exercises/ex01_sleep_loop/exercise.toml")
    );
}

#[test]
fn a_course_without_exercises_is_a_fault() {
    let tree = Tree::new();
    tree.write("Cargo.toml", "[workspace]\n");
    tree.write("exercises/README.md", "None yet.");
    let mut command = grader();
    command.current_dir(tree.path());
    assert!(said(&Ended::of(command), 3, &tree).contains("holds no exercise"));
}
