//! `grader start`: the branch of a practical in a student's repo and in a clone of the course, and everything that keeps
//! it from being made.

use std::fs;
use std::path::Path;

use crate::git_repo::{Repo, course, solution};
use crate::program::{COURSE, Ended, TARGET, cargo};
use crate::seed;
use crate::submission::walk;

const EX01: &str = "exercises/ex01_sleep_loop/src/lib.rs";
const EX06: &str = "exercises/ex06_as_completed/src/lib.rs";

/// Begins a practical in a repo.
fn start(repo: &Repo, practical: &str) -> Ended {
    repo.grader(&["start", practical, "--practicals", &repo.arg()])
}

/// Demands that a practical cannot be begun, and that the repo is as it was; returns what is said.
#[track_caller]
fn refused(repo: &Repo, practical: &str) -> String {
    let before = repo.state();
    let ended = start(repo, practical);
    assert_eq!(repo.state(), before, "the repo was not left as it was");
    ended.error(2).replace(&repo.arg(), "REPO")
}

/// The names of all files at a commit.
fn files(repo: &Repo, commit: &str) -> Vec<String> {
    let names = repo.git(&["ls-tree", "-r", "--name-only", commit]);
    names.lines().map(str::to_owned).collect()
}

#[test]
fn a_practical_begins_with_one_commit_of_stubs_and_the_grader() {
    let repo = Repo::new();
    let ended = start(&repo, "23");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
    assert!(
        ended.stdout.contains("    cargo test -p ex01 "),
        "{}",
        ended.stdout
    );
    assert_eq!(repo.git(&["branch", "--show-current"]), "23-practical");
    assert_eq!(
        repo.git(&["log", "--format=%s by %an"]),
        "Begin 23-practical by A Student\nFirst by A Student"
    );
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert_eq!(
        repo.read(EX01),
        course("exercises/ex01_sleep_loop/stub/src/lib.rs")
    );
    assert_eq!(repo.read("notes.txt"), "Mine.\n");
    let files = files(&repo, "HEAD");
    let has = |start: &str| files.iter().any(|file| file.starts_with(start));
    assert!(has("exercises/ex05_process_pool/tests/checks.rs"));
    assert!(has("grader/model-std/src/") && has("grader/LICENSE-MIT"));
    for left_out in [
        "solutions",
        "tests",
        "exercises/ex06",
        "grader/modelled/ex06",
    ] {
        assert!(!has(left_out), "{left_out} was copied");
    }
}

#[test]
fn no_solution_is_copied_whatever_the_course_has_in_its_exercises() {
    let repo = Repo::new();
    assert_eq!(start(&repo, "23").code, 0);
    for entry in fs::read_dir(COURSE.join("solutions"))
        .expect("it is there")
        .flatten()
    {
        let Ok(solution) = fs::read_to_string(entry.path().join("src/lib.rs")) else {
            continue;
        };
        walk(repo.path(), &|path| !path.ends_with(".git"), &mut |path| {
            let same = fs::read_to_string(path).is_ok_and(|text| text == solution);
            assert!(!same, "{} is a solution", path.display());
        });
    }
}

#[test]
fn a_second_practical_goes_on_from_the_first_and_keeps_what_was_written() {
    let repo = Repo::new();
    assert_eq!(start(&repo, "23").code, 0);
    repo.commit_file(EX01, solution("ex01_sleep_loop"), "Solve ex01");
    // What is checked out is behind: the first practical was not merged.
    repo.git(&["switch", "--quiet", "main"]);
    let ended = start(&repo, "24");
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(
        ended
            .stdout
            .starts_with("Branch 24-practical begins at 23-practical ("),
        "{}",
        ended.stdout
    );
    assert_eq!(repo.read(EX01), solution("ex01_sleep_loop"));
    assert_eq!(
        repo.read(EX06),
        course("exercises/ex06_as_completed/stub/src/lib.rs")
    );
    assert_eq!(
        repo.git(&["log", "--format=%s"]),
        "Begin 24-practical\nSolve ex01\nBegin 23-practical\nFirst"
    );
    assert_eq!(
        repo.git(&[
            "diff",
            "--name-only",
            "HEAD~1",
            "--",
            "grader/src",
            "Cargo.toml"
        ]),
        "",
        "what is the same is not committed again"
    );
}

#[test]
fn a_second_practical_begins_where_the_first_was_merged_to() {
    let repo = Repo::new();
    assert_eq!(start(&repo, "23").code, 0);
    repo.git(&["switch", "--quiet", "main"]);
    repo.git(&["merge", "--quiet", "--no-ff", "--no-edit", "23-practical"]);
    repo.git(&["switch", "--quiet", "23-practical"]);
    let ended = start(&repo, "24");
    assert!(
        ended
            .stdout
            .starts_with("Branch 24-practical begins at main ("),
        "{ended:?}"
    );
}

#[test]
fn a_clone_of_the_course_gets_the_branch_and_no_commit() {
    let repo = Repo::unborn();
    for folder in [
        "exercises/ex01_sleep_loop",
        "solutions/ex01_sleep_loop",
        "grader",
    ] {
        repo.write(&format!("{folder}/README.md"), "A page.\n");
    }
    repo.commit("The course");
    let ended = start(&repo, "23-practical");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
    assert_eq!(repo.git(&["branch", "--show-current"]), "23-practical");
    assert_eq!(repo.git(&["log", "--format=%s"]), "The course");
    assert!(
        ended.stdout.contains("nothing had to be committed"),
        "{}",
        ended.stdout
    );
}

#[test]
fn nothing_that_is_not_committed_can_be_lost() {
    let repo = Repo::new();
    repo.write("notes.txt", "Mine, and more.\n");
    insta::assert_snapshot!(refused(&repo, "23"), @r#"grader: REPO has changes that are not committed (notes.txt); commit them (`git -C REPO commit -am "..."`) or put them aside (`git -C REPO stash`), then start again"#);
    assert_eq!(repo.read("notes.txt"), "Mine, and more.\n");
    repo.git(&["restore", "notes.txt"]);
    // Git knows nothing of this file, and so could not give it back.
    repo.write("README.md", "Not committed.\n");
    let said = refused(&repo, "23");
    assert!(
        said.contains("cannot check the branch out in REPO"),
        "{said}"
    );
    assert!(said.contains("README.md"), "{said}");
    assert_eq!(repo.read("README.md"), "Not committed.\n");
}

#[test]
fn a_branch_that_is_there_is_gone_on_with() {
    let repo = Repo::new();
    repo.git(&["branch", "23-practical"]);
    insta::assert_snapshot!(refused(&repo, "23"), @"grader: REPO has the branch 23-practical already; go on with it: `git -C REPO switch 23-practical`");
    let clone = repo.cloned(&[]);
    insta::assert_snapshot!(refused(&clone, "23"), @"grader: REPO has the branch origin/23-practical already; go on with it: `git -C REPO switch 23-practical`");
}

#[test]
fn commits_on_no_branch_are_kept_first() {
    let repo = Repo::new();
    repo.git(&["switch", "--quiet", "--detach"]);
    insta::assert_snapshot!(refused(&repo, "23"), @"grader: REPO has no branch checked out, so commits made there could be lost; `git -C REPO switch NAME` goes to one (`git -C REPO switch -c NAME` keeps what you have there), then start again");
}

#[test]
fn a_repo_without_a_commit_needs_one_first() {
    insta::assert_snapshot!(refused(&Repo::unborn(), "23"), @r#"grader: REPO has no commit yet; make the first one, then start again: `git -C REPO commit --allow-empty -m "Begin"`"#);
}

#[test]
fn a_folder_that_is_no_repo_or_lies_in_one_is_named_with_the_remedy() {
    let repo = Repo::new();
    let nowhere = format!("{}/nowhere", repo.arg());
    let ended = repo.grader(&["start", "23", "--practicals", &nowhere]);
    let said = ended.error(2).replace(&repo.arg(), "REPO");
    insta::assert_snapshot!(said, @"grader: REPO/nowhere is no git repo: there is no such folder; make one there with `git init REPO/nowhere`, or give another folder by --practicals");
    repo.write("deeper/notes.txt", "");
    let deeper = format!("{}/deeper", repo.arg());
    let ended = repo.grader(&["start", "23", "--practicals", &deeper]);
    assert!(ended.error(2).contains("lies in the git repo"), "{ended:?}");
    let plain = tempfile::tempdir().expect("there is a place for temporary files");
    let plain = plain.path().display().to_string();
    let ended = repo.grader(&["start", "23", "--practicals", &plain]);
    assert!(
        ended.error(2).contains("make one there with `git init "),
        "{ended:?}"
    );
}

#[test]
fn a_repo_that_git_does_not_read_is_not_to_be_made_anew() {
    let repo = Repo::new();
    repo.write(".git/HEAD", "nonsense\n");
    let ended = start(&repo, "23");
    let said = ended.error(2);
    assert!(said.starts_with("grader: git does not read "), "{said}");
    assert!(!said.contains("git init"), "{said}");
}

#[test]
fn git_has_to_know_who_commits() {
    let repo = Repo::new();
    for key in ["user.name", "user.email"] {
        repo.git(&["config", "--unset", key]);
    }
    repo.git(&["config", "user.useConfigOnly", "true"]);
    insta::assert_snapshot!(refused(&repo, "23"), @r#"
    grader: git does not know who you are; tell it, then start again:
        git config --global user.name "Your Name"
        git config --global user.email you@example.org
    "#);
}

#[test]
fn a_hook_that_refuses_is_heard_and_nothing_is_left() {
    let repo = Repo::new();
    let hooks = repo.path().join("hooks");
    repo.write(".git/info/exclude", "hooks\n");
    repo.write(
        "hooks/commit-msg",
        "#!/bin/sh\necho 'name a ticket' >&2\nexit 1\n",
    );
    executable(&hooks.join("commit-msg"));
    repo.git(&["config", "core.hooksPath", &hooks.display().to_string()]);
    let said = refused(&repo, "23");
    insta::assert_snapshot!(said, @"grader: cannot commit in REPO: name a ticket; nothing was changed");
}

#[cfg(unix)]
fn executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

#[cfg(not(unix))]
fn executable(_: &Path) {}

#[test]
fn a_repo_that_cannot_be_written_to_is_left_as_it_was() {
    let repo = Repo::new();
    // A file where git keeps its work trees keeps anybody from making one, the administrator too.
    repo.write(".git/worktrees", "");
    let said = refused(&repo, "23");
    assert!(
        said.contains("cannot make a second work tree in REPO"),
        "{said}"
    );
}

#[test]
fn a_workspace_of_another_kind_is_not_written_over() {
    let repo = Repo::new();
    repo.commit_file("Cargo.toml", "[workspace]\n", "Another workspace");
    insta::assert_snapshot!(refused(&repo, "23"), @"grader: Cargo.toml of REPO is not the course's; begin in an empty repo, or move the file away and commit that, then start again");
}

#[test]
fn an_unknown_practical_is_answered_with_those_there_are() {
    insta::assert_snapshot!(refused(&Repo::new(), "99"), @"grader: no practical is called `99`; this course has 23-practical, 24-practical, 25-practical");
}

/// The whole way of a student: `cargo test` in the repo alone, with nothing of the course but what was copied.
#[test]
fn checks_and_grader_work_in_the_practicals_repo_alone() {
    let repo = Repo::new();
    assert_eq!(start(&repo, "23").code, 0);
    let target = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("cargo made the folder");
    seed::take_over(&TARGET, target.path()).expect("the target directory can be written to");
    let run = |arguments: &[&str]| {
        let mut cargo = cargo(repo.path(), target.path());
        cargo.args(arguments).env("CARGO_NET_OFFLINE", "true");
        Ended::of(cargo)
    };
    repo.write(EX01, solution("ex01_sleep_loop"));
    let tested = run(&["test", "-p", "ex01"]);
    assert_eq!(tested.code, 0, "{tested:?}");
    assert!(
        tested.stdout.contains("10 of 10 points"),
        "{}",
        tested.stdout
    );
    let graded = run(&["run", "--quiet", "-p", "grader", "--", "ex01", "ex02"]);
    assert_eq!(graded.code, 1, "{graded:?}");
    assert!(
        graded.stdout.contains("10 of 20 points"),
        "{}",
        graded.stdout
    );
    // Nobody is told to insist on what is not there.
    for exercise in ["ex01", "ex02"] {
        let diff = run(&["run", "--quiet", "-p", "grader", "--", "diff", exercise]);
        let said = diff.error(2);
        assert!(said.contains("a practicals repo is given none"), "{said}");
    }
    let another = run(&["run", "--quiet", "-p", "grader", "--", "start", "24"]);
    assert!(
        another.error(2).contains("in the course's repo"),
        "{another:?}"
    );
    assert_eq!(
        repo.git(&["status", "--porcelain"]),
        format!("M {EX01}"),
        "nothing else was changed by building"
    );
    let course = repo.grader(&["ex01", "--submission", &repo.arg()]);
    assert_eq!(
        course.code, 0,
        "the course's grader reads the repo: {course:?}"
    );
}
