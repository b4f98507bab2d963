//! What a student does beside grading: beginning an exercise again, and comparing it with the solution.

use crate::course_copy::Copy;

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
        @"exercises/ex01_sleep_loop/src/lib.rs is the stub again; what you had written is kept in exercises/ex01_sleep_loop/src/lib.rs.kept-1"
    );
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert_eq!(copy.read(FILE), stub);
    assert_eq!(copy.read(KEPT), "pub fn mine() {}\n");
    let again = copy.grader(&["reset", "ex01"]);
    assert!(again.stdout.ends_with("nothing to do\n"), "{again:?}");
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
