//! Submissions of strangers, confined: what they try, and what comes of it.
//!
//! What a submission cannot say at all is tried a layer below, by `cargo test -p sandbox`.

use std::fs;

use serde_json::Value;

use crate::git_repo::Repo;
use crate::program::{COURSE, Ended, grader};
use crate::report::{Report, items};
use crate::submission::Tree;

mod attempts;

use attempts::{ATTEMPTS, Attempt};

/// Exercises that hold an attempt each; a submission that is not run needs nothing of any of them.
const HOLDERS: [&str; 6] = [
    "ex01_sleep_loop",
    "ex02_manual_threads",
    "ex03_race_conditions",
    "ex04_thread_pool",
    "ex06_as_completed",
    "ex07_channels",
];

/// The verdict and the message of the first check of an exercise.
fn first_of<'r>(report: &'r Report, exercise: &str) -> (&'r str, &'r str) {
    let check = items(&report.exercise(exercise)["checks"]).next();
    let check = check.expect("an exercise has a check");
    let text = |key: &str| check[key].as_str().unwrap_or_default();
    (text("verdict"), text("message"))
}

/// Demands of each attempt what the table says.
fn try_all(attempts: &[&Attempt]) {
    let mut otherwise = Vec::new();
    for some in attempts.chunks(HOLDERS.len()) {
        let tree = Tree::new();
        for (attempt, folder) in some.iter().zip(HOLDERS) {
            tree.write(&format!("{folder}/src/lib.rs"), attempt.lib());
        }
        let names: Vec<_> = HOLDERS[..some.len()].iter().map(|it| &it[..4]).collect();
        let report = tree.report(&names);
        for (attempt, name) in some.iter().zip(names) {
            let (verdict, message) = first_of(&report, name);
            if verdict != attempt.verdict || !message.contains(attempt.said) {
                otherwise.push(format!("{}: {verdict}: {message}", attempt.name));
            }
        }
    }
    assert!(otherwise.is_empty(), "{otherwise:#?}");
}

#[test]
fn what_a_submission_says_to_get_out_is_answered_as_the_table_says() {
    let said: Vec<_> = ATTEMPTS.iter().filter(|it| it.body.is_none()).collect();
    try_all(&said);
}

/// These are run, and so need an exercise that calls them.
#[test]
fn what_a_submission_does_to_get_out_is_answered_as_the_table_says() {
    let mut otherwise = Vec::new();
    for attempt in ATTEMPTS.iter().filter(|it| it.body.is_some()) {
        let tree = Tree::new();
        tree.write("ex01_sleep_loop/src/lib.rs", attempt.lib());
        let tried = || {
            let report = tree.report(&["ex01"]);
            let (verdict, message) = first_of(&report, "ex01");
            (verdict.to_owned(), message.to_owned())
        };
        // A busy virtual machine may hand out a gibibyte so slowly that the time is over first.
        let is_too_slow = |(verdict, _): &(String, String)| {
            attempt.verdict == "limit_exceeded" && verdict == "timed_out"
        };
        let mut found = tried();
        for _ in 0..2 {
            if is_too_slow(&found) {
                found = tried();
            }
        }
        let (verdict, message) = found;
        if verdict != attempt.verdict || !message.contains(attempt.said) {
            otherwise.push(format!("{}: {verdict}: {message}", attempt.name));
        }
    }
    assert!(otherwise.is_empty(), "{otherwise:#?}");
}

#[test]
fn the_table_of_attempts_in_the_documentation_is_that_of_these_tests() {
    let rows = ATTEMPTS.iter().map(|attempt| {
        let said = attempt.said.trim().replace('|', "\\|");
        format!("| {} | `{}` | {said} |\n", attempt.name, attempt.verdict)
    });
    let table = format!(
        "| what is tried | verdict | said |\n|---|---|---|\n{}",
        rows.collect::<String>()
    );
    let text = fs::read_to_string(COURSE.join("docs/sandbox.md")).expect("it is there");
    assert!(
        text.contains(&table),
        "docs/sandbox.md is to have this table:\n{table}"
    );
}

/// What a worker's parent tries before it does its work: each line that it prints is something that worked.
const SHELL: &str = r#"
    cat /etc/passwd && echo passwords
    cat tests/checks.rs && echo checks
    ls COURSE && echo course
    echo changed > COURSE/exercises/ex03_race_conditions/tests/checks.rs && echo changed
    ls /proc/1 && echo proc
    dd if=/proc/$PPID/mem of=/dev/null count=1 && echo memory
    kill -9 GRADER && echo killed
    ps && echo processes
    setsid true && echo a session
    for n in 1 2 3 4 5; do (setsid sleep MARK || sleep MARK) >/dev/null 2>&1 </dev/null & done
    true
"#;

/// The solution of exercise 5, which first lets a shell try all that.
fn starting_a_shell(script: &str) -> String {
    let solution = COURSE.join("solutions/ex05_process_pool/src/lib.rs");
    let solution = fs::read_to_string(solution).expect("there is a solution");
    let first = "    let queue = Mutex::new(";
    assert!(
        solution.contains(first),
        "the solution begins otherwise now"
    );
    let tries = format!(
        "    let shell = Command::new(\"sh\").arg(\"-c\").arg({script:?}).output();
    let shell = shell.expect(\"there is a shell\");
    let gained = String::from_utf8_lossy(&shell.stdout).into_owned();
    assert!(gained.is_empty(), \"gained: {{gained}}\");\n{first}"
    );
    solution.replacen(first, &tries, 1)
}

/// Processes with that in their command line.
fn with_mark(mark: &str) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut lines = processes.map(|entry| fs::read(entry.path().join("cmdline")));
    lines.any(|line| {
        let line = line.unwrap_or_default();
        String::from_utf8_lossy(&line)
            .replace('\0', " ")
            .contains(mark)
    })
}

#[test]
fn programs_that_a_submission_starts_reach_nothing_and_end_with_it() {
    let mark = format!("4711.{}", std::process::id());
    let script = SHELL
        .replace("COURSE", &COURSE.to_string_lossy())
        .replace("GRADER", &std::process::id().to_string())
        .replace("MARK", &mark);
    let tree = Tree::new();
    tree.write("ex05_process_pool/src/lib.rs", starting_a_shell(&script));
    let report = tree.report(&["ex05"]);
    let checks = items(&report.exercise("ex05")["checks"]);
    let with_pool = checks.filter(|check| check["name"] != "serve_answers_each_line_at_once");
    for check in with_pool {
        let gained = check["message"]
            .as_str()
            .is_some_and(|it| it.contains("gained"));
        assert!(!gained, "{check:#}");
    }
    let first = report.check("ex05/results_keep_the_order_of_the_inputs");
    assert_eq!(first["verdict"], "passed", "{first:#}");
    assert!(!with_mark(&format!("sleep {mark}")), "something is left");
}

/// The same trust as in one's own files.
#[test]
fn without_a_sandbox_programs_reach_what_the_grader_reaches() {
    let tree = Tree::new();
    let script = "test -r /etc/passwd && echo passwords";
    tree.write("ex05_process_pool/src/lib.rs", starting_a_shell(script));
    let report = Report::read(&tree.grade(&["ex05", "--format", "json", "--trust-submissions"]));
    report.expect(
        "ex05/results_keep_the_order_of_the_inputs",
        "panicked",
        "gained: passwords",
    );
}

/// What `-v` says.
fn said(arguments: &[&str]) -> String {
    let mut command = grader();
    command.args(arguments).arg("-v");
    Ended::of(command).stderr
}

#[test]
fn other_trees_are_confined_and_ones_own_is_not() {
    let confined = "submissions are confined: ";
    let solutions = COURSE.join("solutions");
    let solutions = solutions.to_string_lossy();
    assert!(said(&["ex01", "--submission", &solutions]).contains(confined));
    let trusted = said(&["ex01", "--submission", &solutions, "--trust-submissions"]);
    assert!(!trusted.contains(confined), "{trusted}");
    assert!(!said(&["ex01"]).contains(confined));
}

/// The same program, check and arguments once more: the decoy.
#[test]
fn one_pass_of_another_tree_is_run_twice_and_of_ones_own_none() {
    let runs = |arguments: &[&str]| {
        let said = said(arguments);
        let mut runs: Vec<_> = said
            .lines()
            .filter(|it| it.contains("--checks-child"))
            .collect();
        let all = runs.len();
        runs.sort_unstable();
        runs.dedup();
        (all, runs.len())
    };
    let solutions = COURSE.join("solutions");
    let solutions = solutions.to_string_lossy();
    assert_eq!(runs(&["ex01", "--submission", &solutions]), (7, 6));
    let trusted = ["ex01", "--submission", &solutions, "--trust-submissions"];
    assert_eq!(runs(&trusted), (7, 6));
    assert_eq!(runs(&["ex01"]), (6, 6));
}

#[test]
fn a_repo_that_is_named_is_confined_too() {
    let dir = Tree::new();
    // Whether a program that the commit's file starts leaves a mark outside.
    let leaves = |mark: &str, arguments: &[&str]| {
        let mark = dir.path().join(mark);
        let repo = Repo::new();
        repo.git(&["checkout", "--quiet", "-b", "23-practical"]);
        let lib = starting_a_shell(&format!(": > {}", mark.display()));
        repo.commit_file("23-practical/ex05_process_pool/src/lib.rs", lib, "Work");
        let ended = repo.grader(&[&["progress", &repo.arg()], arguments].concat());
        assert_eq!(ended.code, 0, "{ended:?}");
        mark.exists()
    };
    assert!(!leaves("confined", &[]));
    assert!(leaves("trusted", &["--trust-submissions"]));
}

#[test]
fn trust_is_for_submissions() {
    let mut command = grader();
    command.args(["ex01", "--trust-submissions"]);
    let ended = Ended::of(command);
    assert!(ended.error(2).contains("--submission"), "{ended:?}");
}

/// Verdicts are the same with and without a sandbox: what a record holds does not depend on it.
#[test]
fn a_right_and_a_wrong_tree_have_the_same_report_in_and_out_of_the_sandbox() {
    let report = |tree: &Tree, more: &[&str]| -> Value {
        let arguments = [&["ex01", "ex03", "ex05", "--format", "json"], more].concat();
        Report::read(&tree.grade(&arguments)).json
    };
    for fixture in ["mistakes", "told"] {
        let tree = Tree::fixture(fixture);
        let confined = report(&tree, &[]);
        let trusted = report(&tree, &["--trust-submissions"]);
        assert_eq!(confined["exercises"], trusted["exercises"], "{fixture}");
    }
}
