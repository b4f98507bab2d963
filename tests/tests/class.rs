//! A class, graded by the real program: what is reported, what is kept, and what a killed grader leaves.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use gradebook::Gradebook;

use crate::git_repo::Repo;
use crate::program::{COURSE, Ended, grader};
use crate::submission::Tree;

mod odd;

/// A solution, the same with another comment, and a wrong answer to ex01.
const RIGHT: &str = "solutions/ex01_sleep_loop/src/lib.rs";
const WRONG: &str = "tests/submissions/ex01/wrong/counts_from_one.rs";
const STUB: &str = "exercises/ex01_sleep_loop/stub/src/lib.rs";

fn text(path: &str) -> String {
    fs::read_to_string(COURSE.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A class of three: one is right, one is wrong, one has not begun. In three layouts.
fn class() -> Tree {
    let tree = Tree::new();
    tree.write(
        "class/ada/exercises/ex01_sleep_loop/src/lib.rs",
        text(RIGHT),
    );
    tree.write("class/bob/ex01_sleep_loop/src/lib.rs", text(WRONG));
    tree.write(
        "class/cleo/23-practical/ex01_sleep_loop/src/lib.rs",
        text(STUB),
    );
    tree
}

impl Tree {
    fn at(&self, path: &str) -> String {
        self.path().join(path).to_string_lossy().into_owned()
    }

    /// Grades ex01 of the class into that gradebook.
    fn grade_class(&self, gradebook: &str, arguments: &[&str]) -> Ended {
        let (class, gradebook) = (self.at("class"), self.at(gradebook));
        let mut all = vec![
            "class",
            &class,
            "--gradebook",
            &gradebook,
            "--exercise",
            "ex01",
        ];
        all.extend(arguments);
        Ended::grader(&all)
    }
}

/// Everything that a gradebook says, but for when it was said.
pub fn content(path: &Path) -> String {
    let book = Gradebook::read(path).expect("the gradebook is whole");
    let attempts = book.attempts().expect("it can be read");
    let verdicts: Vec<_> = attempts
        .iter()
        .map(|it| {
            (
                book.verdict(&it.verdict).unwrap(),
                book.source(&it.source).unwrap(),
            )
        })
        .collect();
    format!(
        "{:#?}\n{attempts:#?}\n{verdicts:#?}",
        book.students().unwrap()
    )
}

#[test]
fn a_class_is_a_table_and_a_second_run_has_nothing_to_grade() {
    let tree = class();
    let first = tree.grade_class("book", &[]);
    assert_eq!(first.code, 1, "{first:?}");
    insta::assert_snapshot!(first.stdout);
    assert!(
        first.stderr.contains("3 of 3 files graded"),
        "{}",
        first.stderr
    );

    let second = tree.grade_class("book", &[]);
    assert_eq!(second.stdout, first.stdout);
    assert_eq!(second.stderr, "", "nothing is prepared, nothing is graded");

    tree.write(
        "class/cleo/23-practical/ex01_sleep_loop/src/lib.rs",
        text(RIGHT),
    );
    let third = tree.grade_class("book", &[]);
    assert_eq!(third.stderr, "", "somebody else handed that file in before");
    assert!(
        third.stdout.contains("cleo       10     10"),
        "{}",
        third.stdout
    );
    let book = Gradebook::read(&tree.path().join("book")).unwrap();
    assert_eq!(
        book.attempts().unwrap().len(),
        4,
        "what cleo had before is kept"
    );
}

#[cfg(unix)]
#[test]
fn what_is_odd_is_a_line_each_and_the_rest_is_graded() {
    use std::os::unix::fs::symlink;
    let tree = class();
    let lib = |student: &str| {
        tree.path()
            .join("class")
            .join(student)
            .join("ex01_sleep_loop/src/lib.rs")
    };
    for student in ["fifo", "hard", "linked", "huge"] {
        fs::create_dir_all(lib(student).parent().unwrap()).unwrap();
    }
    let made = std::process::Command::new("mkfifo")
        .arg(lib("fifo"))
        .status();
    assert!(made.is_ok_and(|it| it.success()));
    fs::hard_link(lib("bob"), lib("hard")).unwrap();
    fs::remove_file(tree.path().join("class/bob/ex01_sleep_loop/src/lib.rs")).unwrap();
    tree.write("class/bob/ex01_sleep_loop/src/lib.rs", text(WRONG));
    fs::hard_link(lib("hard"), tree.path().join("kept")).unwrap();
    symlink("/etc/passwd", lib("linked")).unwrap();
    let huge = fs::File::create(lib("huge")).unwrap();
    huge.set_len(1 << 30).unwrap();
    fs::create_dir(tree.path().join("class/empty")).unwrap();
    symlink("..", tree.path().join("class/loop")).unwrap();

    let ended = tree.grade_class("book", &[]);
    assert_eq!(ended.code, 1, "{ended:?}");
    insta::assert_snapshot!(ended.stdout.replace(&tree.at(""), "/"));
    let book = Gradebook::read(&tree.path().join("book")).unwrap();
    let verdict = |student: &str| {
        let attempts = book.attempts().unwrap();
        let attempt = attempts.iter().find(|it| it.student == student).unwrap();
        let graded = book.verdict(&attempt.verdict).unwrap().unwrap();
        graded.checks[0].outcome.verdict.name()
    };
    let verdicts = ["fifo", "hard", "linked", "huge", "empty"].map(verdict);
    assert_eq!(
        verdicts,
        [
            "forbidden",
            "forbidden",
            "forbidden",
            "limit_exceeded",
            "not_attempted"
        ]
    );
}

#[test]
fn a_grader_that_is_killed_again_and_again_leaves_what_an_undisturbed_one_does() {
    let tree = class();
    for number in 0..6 {
        let more = format!("{}\n// {number}\n", text(RIGHT));
        tree.write(
            &format!("class/more{number}/ex01_sleep_loop/src/lib.rs"),
            more,
        );
    }
    let undisturbed = tree.grade_class("whole", &[]);
    let mut kills = 0;
    while kill_after_a_verdict(&tree, "killed") {
        kills += 1;
    }
    assert!(kills > 2, "killed {kills} times only");
    let finished = tree.grade_class("killed", &[]);
    assert_eq!(finished.stdout, undisturbed.stdout);
    let path = |name: &str| tree.path().join(name);
    assert!(
        content(&path("killed")) == content(&path("whole")),
        "the gradebooks differ"
    );
}

/// Starts a grader and kills it when it has said that something is graded; false if it came to its end before.
fn kill_after_a_verdict(tree: &Tree, gradebook: &str) -> bool {
    let mut command = grader();
    command.args([
        "class",
        &tree.at("class"),
        "--gradebook",
        &tree.at(gradebook),
        "--exercise",
        "ex01",
        "--jobs",
        "2",
    ]);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut grader = command.spawn().expect("the grader starts");
    let stderr = grader.stderr.take().expect("it is a pipe");
    let said = BufReader::new(stderr).lines().map_while(Result::ok);
    let graded = said.into_iter().any(|line| line.contains("files graded"));
    // It may have come to its end by now; then there is nothing to kill.
    let _ = grader.kill();
    grader.wait().expect("it was started here");
    graded
}

#[test]
fn a_mark_changes_when_it_is_asked_for_and_the_reason_is_said() {
    let tree = class();
    let before = tree.grade_class("book", &[]).stdout;
    let checks = stricter_checks(&tree);
    let kept = tree.grade_class("book", &["--checks", &checks]).stdout;
    assert!(
        kept.contains("ex01: 3 marks were given by an earlier version of the course"),
        "{kept}"
    );
    assert!(
        kept.starts_with(before.trim_end()),
        "no mark has changed:\n{kept}"
    );

    let regraded = tree
        .grade_class("book", &["--checks", &checks, "--regrade", "ex01"])
        .stdout;
    assert!(regraded.starts_with(
        "2 marks have changed:\n  ada  ex01  10 -> 9  timers_nest: PASS -> WRONG\n  bob  ex01  8 -> 7"
    ), "{regraded}");
    let again = tree
        .grade_class("book", &["--checks", &checks, "--regrade", "ex01"])
        .stdout;
    assert!(again.starts_with("No mark has changed."), "{again}");
}

#[test]
fn the_best_attempt_counts_if_that_is_asked_for() {
    let tree = class();
    let first = tree.grade_class("book", &[]).stdout;
    tree.write(
        "class/ada/exercises/ex01_sleep_loop/src/lib.rs",
        text(WRONG),
    );
    let worse = tree.grade_class("book", &[]).stdout;
    assert_ne!(worse, first);
    let best = tree
        .grade_class("book", &["--regrade", "1", "--best"])
        .stdout;
    assert!(
        best.contains("attempt 1 counts in place of attempt 2"),
        "{best}"
    );
    assert_eq!(
        tree.grade_class("book", &[]).stdout,
        first,
        "and goes on counting"
    );
    let latest = tree
        .grade_class("book", &["--regrade", "1", "--latest"])
        .stdout;
    assert!(latest.ends_with(&worse), "{latest}");
}

/// The course's own checks of ex01 with one assertion that nothing passes.
fn stricter_checks(tree: &Tree) -> String {
    let folder = "ex01_sleep_loop";
    let spec = text(&format!("exercises/{folder}/exercise.toml"));
    tree.write(&format!("checks/{folder}/exercise.toml"), spec);
    let checks = text(&format!("exercises/{folder}/tests/checks.rs"));
    let (head, body) = checks
        .split_once("fn timers_nest() {")
        .expect("the check is there");
    let strict = format!("{head}fn timers_nest() {{\n    assert_eq!(1, 2);\n{body}");
    tree.write(&format!("checks/{folder}/tests/checks.rs"), strict);
    tree.at("checks")
}

#[test]
fn shards_are_the_whole_class_when_they_are_merged() {
    let tree = class();
    let whole = tree.grade_class("whole", &[]);
    let shards: Vec<String> = (1..=2)
        .map(|number| {
            let name = format!("shard{number}");
            tree.grade_class(&name, &["--shard", &format!("{number}/2")]);
            tree.at(&name)
        })
        .collect();
    let merged = tree.at("merged");
    let ended = Ended::grader(&["merge", &shards[0], "--gradebook", &merged]);
    assert!(ended.error(2).contains("of 2 shards these are missing: 2"));
    let ended = Ended::grader(&["merge", &shards[0], &shards[1], "--gradebook", &merged]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(content(Path::new(&merged)) == content(&PathBuf::from(tree.at("whole"))));
    let reported = tree.grade_class("merged", &[]);
    assert_eq!(
        (reported.stdout, reported.stderr),
        (whole.stdout, String::new())
    );

    let stats = Ended::grader(&["stats", "ex01", "--gradebook", &merged]);
    insta::assert_snapshot!(stats.stdout);
}

#[test]
fn what_was_decided_beside_the_score_is_shown_as_such() {
    let tree = class();
    tree.grade_class("book", &[]);
    tree.write(
        "decided.csv",
        "student,exercise,days,points,comment\nbob,ex01,,+1,asked a good question\n",
    );
    let decided = tree
        .grade_class("book", &["--adjustments", &tree.at("decided.csv")])
        .stdout;
    assert!(
        decided.contains("bob: ex01 +1 points: asked a good question"),
        "{decided}"
    );
    assert_eq!(
        tree.grade_class("book", &[]).stdout,
        decided,
        "it is remembered"
    );
}

#[test]
fn a_class_that_cannot_be_graded_is_refused_with_the_remedy() {
    let tree = Tree::new();
    fs::create_dir(tree.path().join("class")).unwrap();
    let empty = tree.grade_class("book", &[]);
    assert!(
        empty
            .error(2)
            .contains("is empty: it should hold a folder for each student")
    );
    assert!(
        !tree.path().join("book").exists(),
        "no gradebook is made for it"
    );
    let tree = class();
    tree.write("book", "student,points\n");
    assert!(
        tree.grade_class("book", &[])
            .error(2)
            .contains("is damaged")
    );
    assert_eq!(
        fs::read(tree.path().join("book")).unwrap(),
        b"student,points\n"
    );
}

/// A repo whose commits to ex01 on the branch of the practical were made at these times.
fn repo(commits: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    repo.git(&["checkout", "--quiet", "-b", "23-practical"]);
    for (time, file) in commits {
        repo.write("23-practical/ex01_sleep_loop/src/lib.rs", text(file));
        repo.git(&["add", "--all"]);
        let date = format!("--date={time}");
        repo.git(&["commit", "--quiet", "-m", "Work", &date]);
        // The clock that counts is that of the commit, not that of its author.
        repo.git(&[
            "-c",
            "core.editor=true",
            "rebase",
            "--quiet",
            "--committer-date-is-author-date",
            "HEAD~1",
        ]);
    }
    repo.git(&["checkout", "--quiet", "main"]);
    repo
}

/// The total of a student in the class's table.
fn line(said: &str, id: &str) -> String {
    let line = said.lines().find(|line| line.starts_with(id));
    let total = line.expect("each has a line").split_whitespace().last();
    total.unwrap_or_default().to_owned()
}

#[test]
fn the_last_commit_before_the_deadline_counts_and_repos_are_read_without_checkout() {
    let late = repo(&[
        ("2026-12-01T12:00:00+13:00", WRONG),
        ("2026-12-02T00:05:00+13:00", RIGHT),
    ]);
    let never = repo(&[("2026-12-03T12:00:00+13:00", RIGHT)]);
    let bare = late.cloned(&["--bare"]);
    let before = late.state();
    let tree = Tree::new();
    let roster = format!(
        "id,name,repo,branch\nada,Ada,{},\nbob,Bob,{},23-practical\ncleo,Cleo,{},\ndora,Dora,{},nowhere\nemil,Emil,/nowhere,\n",
        late.arg(),
        bare.arg(),
        never.arg(),
        late.arg()
    );
    tree.write("roster.csv", roster);
    tree.write(
        "more.csv",
        "student,exercise,days,points,comment\nada,,1,,ill\n",
    );
    let (roster, book) = (tree.at("roster.csv"), tree.at("book"));
    let grade = |more: &[&str]| {
        let mut all = vec![
            "class",
            "--roster",
            &roster,
            "--gradebook",
            &book,
            "--exercise",
            "ex01",
        ];
        all.extend(["--before", "2026-12-01T23:59:00+13:00"]);
        all.extend(more);
        Ended::grader(&all).stdout
    };
    let strict = grade(&[]);
    let points = ["ada", "bob", "cleo", "dora", "emil"].map(|id| line(&strict, id));
    assert_eq!(points, ["8", "8", "0", "0", "0"], "{strict}");
    assert!(
        strict.contains("ada: 1 commit on 23-practical after the deadline did not count"),
        "{strict}"
    );
    assert!(
        strict.contains("dora: ") && strict.contains("nowhere"),
        "{strict}"
    );
    let book = Gradebook::read(&tree.path().join("book")).unwrap();
    assert_eq!(
        book.attempts().unwrap()[0].committed.as_deref(),
        Some("2026-11-30T23:00:00Z")
    );
    drop(book);

    let graced = grade(&["--grace", "15m"]);
    assert_eq!(
        ["ada", "bob"].map(|id| line(&graced, id)),
        ["10", "10"],
        "{graced}"
    );
    let again = grade(&["--adjustments", &tree.at("more.csv")]);
    assert_eq!(
        ["ada", "bob"].map(|id| line(&again, id)),
        ["10", "8"],
        "{again}"
    );
    assert_eq!(late.state(), before, "reading changes nothing");
}

#[test]
fn a_student_without_a_commit_before_the_deadline_is_told_so() {
    let late = repo(&[("2026-12-03T12:00:00+13:00", RIGHT)]);
    let tree = Tree::new();
    tree.write("roster.csv", format!("id,repo\ncleo,{}\n", late.arg()));
    let (roster, book) = (tree.at("roster.csv"), tree.at("book"));
    let class = ["class", "--roster", &roster, "--gradebook", &book];
    let before = ["--exercise", "ex01", "--before", "2001-01-01T00:00:00Z"];
    let said = Ended::grader(&[&class[..], &before].concat()).stdout;
    let line = "cleo: no commit on 23-practical was made before the deadline\n";
    assert!(said.contains(line), "{said}");
}

#[test]
fn every_format_of_a_class_is_written_from_its_gradebook() {
    let tree = class();
    let text = tree.grade_class("book", &[]);
    assert_eq!(text.code, 1, "{text:?}");
    let json = tree.grade_class("book", &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("it is JSON");
    let marks = json["students"].as_array().unwrap().iter();
    let marks: Vec<_> = marks
        .map(|it| (it["id"].clone(), it["mark"].clone()))
        .collect();
    assert_eq!(marks[0], ("ada".into(), 10.into()));
    let csv = tree.grade_class("book", &["--format", "csv", "--canvas", "P 23 (7)"]);
    let wanted = "Section,P 23 (7)\n    Points Possible,,,,,10\nada,,,ada,,10\n";
    assert!(csv.stdout.contains(wanted), "{csv:?}");
    let pages = tree.at("pages");
    let html = tree.grade_class("book", &["--format", "html", "--output", &pages]);
    assert_eq!((html.code, html.stdout.as_str()), (1, ""), "{html:?}");
    let page = fs::read_to_string(tree.path().join("pages/students/ada.html")).unwrap();
    assert!(page.contains("10 of 10 points"), "{page}");
    let slip = tree.grade_class("fresh", &["--format", "html"]);
    assert!(slip.error(2).contains("give --output a folder"), "{slip:?}");
    assert!(!tree.path().join("fresh").exists(), "before any work");
}
