//! `--format` on the command line: each gives its own document, and what is missing is said before any work.

use std::fs;
use std::path::Path;

use gradebook::{Attempt, File, Gradebook, Source, Student};

use crate::program::{COURSE, Ended, grader};
use crate::submission::Tree;

/// What a document of each format begins with, after white space.
const BEGINNINGS: [(&str, &str); 9] = [
    ("text", "ex01  "),
    ("json", "{\n  \"schema\": 1"),
    ("junit", "<?xml version=\"1.0\""),
    ("markdown", "# mine: 0 of 10 points"),
    ("html", "<!DOCTYPE html>"),
    ("csv", "submission,exercise,"),
    ("gradescope", "{\n  \"score\": 0"),
    ("prairielearn", "{\n  \"gradable\": true"),
    ("autolab", "ex01  "),
];

/// A submission of which nothing has to be compiled.
fn empty() -> Tree {
    let tree = Tree::new();
    tree.write("mine/ex01_sleep_loop/src/lib.rs", "");
    tree
}

#[test]
fn each_format_is_written_to_stdout_or_to_a_file() {
    let tree = empty();
    for (format, beginning) in BEGINNINGS {
        let file = tree.path().join("result");
        let run = |output: &[&str]| {
            let mut command = grader();
            command.args(["ex01", "--format", format, "--submission"]);
            command.arg(tree.path().join("mine")).args(output);
            Ended::of(command)
        };
        let printed = run(&[]);
        assert_eq!((printed.code, &*printed.stderr), (1, ""), "{printed:?}");
        assert!(printed.stdout.starts_with(beginning), "{}", printed.stdout);
        let written = run(&["--output", file.to_str().unwrap()]);
        assert_eq!((written.code, &*written.stdout), (1, ""), "{written:?}");
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            printed.stdout,
            "{format}"
        );
    }
}

#[test]
fn autolab_s_scores_are_the_last_line() {
    let tree = empty();
    let mut command = grader();
    command.args(["ex01", "--format", "autolab", "--submission"]);
    command.arg(tree.path().join("mine"));
    let ended = Ended::of(command);
    let last = ended.stdout.lines().next_back();
    assert_eq!(
        last,
        Some(r#"{"scores":{"ex01":0},"scoreboard":[0]}"#),
        "{ended:?}"
    );
}

#[test]
fn classroom_50_s_environment_is_asked_for_before_any_work() {
    let tree = empty();
    let run = |variables: &[(&str, &str)]| {
        let mut command = grader();
        command.args(["ex01", "--format", "classroom50", "--submission"]);
        command.arg(tree.path().join("mine"));
        for name in [
            "CLASSROOM",
            "ASSIGNMENT",
            "OWNER",
            "USERNAME",
            "SUBMISSION_TAG",
        ] {
            command.env_remove(name);
        }
        command.envs(variables.iter().copied());
        Ended::of(command)
    };
    let missing = run(&[]);
    let said = missing.error(2);
    assert!(
        said.contains("CLASSROOM, ASSIGNMENT, OWNER, SUBMISSION_TAG"),
        "{said}"
    );
    let graded = run(&[
        ("CLASSROOM", "c"),
        ("ASSIGNMENT", "a"),
        ("USERNAME", "me"),
        ("SUBMISSION_TAG", "submit/1"),
        ("COMMIT_URL", "https://example.org/1"),
        ("RELEASE_URL", "https://example.org/2"),
        ("COMMIT_DATETIME", "2026-12-01T10:59:00Z"),
    ]);
    assert_eq!((graded.code, &*graded.stderr), (1, ""), "{graded:?}");
    assert!(
        graded.stdout.contains("\"owner\": \"me\""),
        "{}",
        graded.stdout
    );
}

/// A gradebook in which each student has handed in these texts for ex01, one after the other.
fn gradebook(path: &Path, handed_in: &[(&str, &[&str])]) {
    let mut book = Gradebook::open(path).unwrap();
    let student = |id: &str| Student {
        id: id.to_owned(),
        name: id.to_uppercase(),
        team: None,
    };
    let students: Vec<_> = handed_in.iter().map(|(id, _)| student(id)).collect();
    book.enrol(&students).unwrap();
    for (id, texts) in handed_in {
        for text in *texts {
            let file = File {
                path: "src/lib.rs".to_owned(),
                text: (*text).to_owned(),
            };
            let source = Source::Files(vec![file]);
            let attempt = Attempt {
                student: (*id).to_owned(),
                exercise: "ex01".to_owned(),
                number: 0,
                source: source.key(),
                commit: None,
                committed: None,
                verdict: source.key(),
            };
            book.hand_in(&[(attempt, source)]).unwrap();
        }
    }
}

#[test]
fn a_class_is_laid_out_for_comparison_with_nothing_but_what_is_a_student_s_own() {
    let tree = Tree::new();
    let stub = COURSE.join("exercises/ex01_sleep_loop/stub/src/lib.rs");
    let stub = fs::read_to_string(stub).unwrap();
    let (book, out) = (tree.path().join("book"), tree.path().join("out"));
    let texts: [(&str, &[&str]); 4] = [
        ("alice", &["fn first() {}", "fn a() {}"]),
        ("=b/ob", &["fn b() {}"]),
        ("carol", &[&stub]),
        ("dave", &[]),
    ];
    gradebook(&book, &texts);
    let run = || {
        let mut command = grader();
        command
            .arg("export")
            .arg(&out)
            .arg("--gradebook")
            .arg(&book);
        command.arg("1");
        Ended::of(command)
    };
    let ended = run();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(
        ended.stdout.ends_with("out: 2 files of 2 students\n"),
        "{ended:?}"
    );
    for student in ["carol", "dave"] {
        let said = format!("grader: {student} has nothing that can be compared");
        assert!(ended.stderr.contains(&said), "{ended:?}");
    }
    let read = |path: &str| fs::read_to_string(out.join(path)).unwrap();
    assert_eq!(read("submissions/alice/ex01.rs"), "fn a() {}");
    assert_eq!(read("base/ex01.rs"), stub);
    let rows =
        "filename,label\nsubmissions/alice/ex01.rs,alice\nsubmissions/_b_ob/ex01.rs,'=b/ob\n";
    assert_eq!(read("info.csv"), rows);
    let again = run();
    assert!(again.error(2).contains("is there already"), "{again:?}");
}

#[test]
fn a_package_holds_the_course_as_it_is_handed_out_and_no_solution() {
    let tree = Tree::new();
    let dir = tree.path().join("package");
    let run = || {
        let mut command = grader();
        command.args(["package", "classroom50"]).arg(&dir).arg("3");
        Ended::of(command)
    };
    let ended = run();
    assert_eq!((ended.code, &*ended.stderr), (0, ""), "{ended:?}");
    assert!(
        ended.stdout.contains("autograders/ASSIGNMENT/"),
        "{ended:?}"
    );
    let there = |path: &str| dir.join(path).exists();
    for path in [
        "autograder.py",
        "runtime.json",
        "course/Cargo.lock",
        "course/grader/Cargo.toml",
    ] {
        assert!(there(path), "{path}");
    }
    for path in [
        "course/solutions",
        "course/tests",
        "course/target",
        "course/grader/target",
    ] {
        assert!(!there(path), "{path}");
    }
    let program = fs::read_to_string(dir.join("autograder.py")).unwrap();
    assert!(program.contains("EXERCISES = [\"ex03\"]"), "{program}");
    // Cargo takes it for a workspace that needs nothing else.
    let mut cargo = crate::program::cargo(&dir.join("course"), &tree.path().join("target"));
    cargo.args(["metadata", "--offline", "--no-deps", "--format-version=1"]);
    let metadata = Ended::of(cargo);
    assert_eq!(metadata.code, 0, "{}", metadata.stderr);
    assert!(run().error(2).contains("is there already"));
}
