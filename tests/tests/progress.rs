//! `grader progress`: the state of each exercise at each commit, in repos of every kind.

use std::fs;

use crate::git_repo::{Repo, course, solution};
use crate::program::Ended;

/// The three layouts in which exercises are found.
const LAYOUTS: [&str; 3] = ["exercises/", "23-practical/", ""];

/// The file of an exercise in one of the layouts.
fn file(layout: &str, folder: &str) -> String {
    format!("{layout}{folder}/src/lib.rs")
}

fn stub(folder: &str) -> String {
    course(&format!("exercises/{folder}/stub/src/lib.rs"))
}

/// A branch for practical 23 on which ex01 was solved, spoiled and mended again, and ex02 was not begun.
fn worked_on(layout: &str) -> Repo {
    let repo = Repo::new();
    repo.git(&["switch", "--quiet", "-c", "23-practical"]);
    let (ex01, ex02) = ("ex01_sleep_loop", "ex02_manual_threads");
    repo.write(&file(layout, ex02), stub(ex02));
    repo.commit_file(&file(layout, ex01), stub(ex01), "Copy the stubs");
    let solved = solution(ex01);
    repo.commit_file(&file(layout, ex01), &solved, "Solve ex01");
    repo.commit_file(&file(layout, ex01), "pub fn broken(\n", "Spoil ex01");
    repo.commit_file(&file(layout, ex01), &solved, "Mend ex01");
    repo
}

/// What is said of the repo, without what is another each time.
fn shown(ended: &Ended) -> String {
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
    let lines = ended.stdout.lines().map(|line| {
        let name = line.get(..7).unwrap_or_default();
        let is_name = name.len() == 7 && name.bytes().all(|c| c.is_ascii_hexdigit());
        let is_date = |text: &&str| text.len() == 10 && text.matches('-').count() == 2;
        let line = match is_name {
            true => format!("COMMIT.{}", &line[7..]),
            false => line.to_owned(),
        };
        let date = line.split(' ').find(is_date);
        match date {
            Some(date) => line.replace(date, "YYYY-MM-DD"),
            None => line,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn progress(repo: &Repo, arguments: &[&str]) -> Ended {
    repo.grader(&[&["progress", &repo.arg()], arguments].concat())
}

#[test]
fn each_commit_has_the_state_and_points_of_each_exercise() {
    let repo = worked_on("exercises/");
    insta::assert_snapshot!(shown(&progress(&repo, &[])), @r"
    23-practical in practicals: 4 commits, 10 of 50 points
    ▁▃▁▃

    commit  date       subject                    ex01  ex02  ex03  ex04  ex05 total
                                                   /10   /10   /10   /10   /10   /50
    COMMIT. YYYY-MM-DD Copy the stubs             TODO  TODO     -     -     -     0
    COMMIT. YYYY-MM-DD Solve ex01                   10  TODO     -     -     -    10
    COMMIT. YYYY-MM-DD Spoil ex01                BUILD  TODO     -     -     -     0
    COMMIT. YYYY-MM-DD Mend ex01                    10  TODO     -     -     -    10
    ");
}

#[test]
fn every_layout_reads_the_same() {
    let tables = LAYOUTS.map(|layout| shown(&progress(&worked_on(layout), &[])));
    assert_eq!(tables[0], tables[1]);
    assert_eq!(tables[0], tables[2]);
}

#[test]
fn what_was_graded_once_is_known_in_every_repo() {
    let repo = worked_on("exercises/");
    let first = shown(&progress(&repo, &[]));
    let again = |repo: &Repo| {
        let mut command = crate::program::grader();
        // Nothing can be graded without it.
        command
            .env("CARGO", "no-such-program")
            .env_remove("COLUMNS");
        command.args(["progress", &repo.arg()]);
        Ended::of(command)
    };
    assert_eq!(shown(&again(&repo)), first);
    assert_eq!(shown(&again(&worked_on("23-practical/"))), first);
    repo.commit_file(
        &file("exercises/", "ex01_sleep_loop"),
        "pub fn other() {}\n",
        "Change it",
    );
    again(&repo).error(3);
}

#[test]
fn what_is_not_committed_has_a_row_of_its_own() {
    let repo = worked_on("");
    repo.write(&file("", "ex01_sleep_loop"), stub("ex01_sleep_loop"));
    let text = shown(&progress(&repo, &[]));
    let last = text.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("now ") && last.contains("(not committed)"),
        "{text}"
    );
    assert!(last.ends_with(" 0"), "{text}");
    assert!(
        text.starts_with("23-practical in practicals: 4 commits, 10 of 50 points; 0 with"),
        "{text}"
    );
    // On another branch these files are not this one's.
    repo.git(&["switch", "--quiet", "--merge", "main"]);
    let text = shown(&progress(&repo, &["--branch", "23"]));
    assert!(!text.contains("now"), "{text}");
}

#[test]
fn a_bare_repo_and_a_branch_that_was_only_fetched_are_read() {
    let repo = worked_on("exercises/");
    let expected = shown(&progress(&repo, &[]));
    let (_, table) = expected.split_once('\n').expect("a line and a table");
    let bare = repo.cloned(&["--bare"]);
    let text = shown(&progress(&bare, &[]));
    assert!(text.ends_with(table), "{text}");
    let clone = repo.cloned(&["--branch", "main"]);
    let text = shown(&progress(&clone, &[]));
    assert!(text.ends_with(table), "{text}");
    assert!(text.starts_with("origin/23-practical in clone: "), "{text}");
}

#[test]
fn a_shallow_clone_shows_what_it_has_and_says_so() {
    let repo = worked_on("exercises/");
    let clone = repo.cloned(&["--depth", "2"]);
    let text = shown(&progress(&clone, &[]));
    assert_eq!(
        text.lines()
            .filter(|line| line.starts_with("COMMIT."))
            .count(),
        2,
        "{text}"
    );
    assert!(text.contains("`git fetch --unshallow`"), "{text}");
}

#[test]
fn of_a_merge_the_first_parent_is_followed() {
    let repo = worked_on("exercises/");
    repo.git(&["switch", "--quiet", "-c", "aside"]);
    repo.commit_file(
        "exercises/ex02_manual_threads/src/lib.rs",
        "fn",
        "Try something",
    );
    repo.git(&["switch", "--quiet", "23-practical"]);
    repo.git(&[
        "merge",
        "--quiet",
        "--no-ff",
        "--strategy=ours",
        "-m",
        "Join it",
        "aside",
    ]);
    let text = shown(&progress(&repo, &[]));
    assert!(
        text.contains("Join it") && !text.contains("Try something"),
        "{text}"
    );
    assert!(text.contains("Of a merge, the commits are shown"), "{text}");
}

#[test]
fn a_branch_of_any_name_is_shown_with_the_exercises_it_has() {
    let repo = worked_on("");
    repo.git(&["branch", "--move", "mine"]);
    let text = shown(&progress(&repo, &[]));
    assert!(
        text.starts_with("mine in practicals: 4 commits, 10 of 20 points"),
        "{text}"
    );
}

#[test]
fn a_narrow_terminal_gets_a_narrow_table() {
    let repo = worked_on("");
    let dir = repo.arg();
    for columns in [40, 80, 120] {
        let mut command = crate::program::grader();
        command
            .args(["progress", &dir])
            .env("COLUMNS", columns.to_string());
        let ended = Ended::of(command);
        let wide = ended
            .stdout
            .lines()
            .find(|line| line.chars().count() > columns);
        assert_eq!(wide, None, "{}", ended.stdout);
    }
}

#[test]
fn a_file_that_is_no_file_has_the_verdict_that_it_has_in_a_folder() {
    let repo = worked_on("");
    let path = file("", "ex01_sleep_loop");
    repo.commit_file(&path, "x".repeat(1024 * 1024 + 1), "Grow it");
    repo.commit_file(&path, b"// caf\xe9\n", "Save it as Latin-1");
    repo.commit_file(&path, " \n", "Empty it");
    #[cfg(unix)]
    {
        fs::remove_file(repo.path().join(&path)).expect("it is there");
        std::os::unix::fs::symlink("notes", repo.path().join(&path)).expect("links can be made");
        repo.commit("Link it");
    }
    let html = repo.path().join("progress.html");
    let ended = progress(&repo, &["--html", &html.display().to_string()]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let page = fs::read_to_string(html).expect("it was written");
    for word in ["LIMIT", "BUILD", "TODO", "FORBIDDEN"] {
        assert!(
            page.contains(&format!("0<small>{word}</small>")),
            "{word}:\n{page}"
        );
    }
    assert!(page.contains("is a symbolic link"), "{page}");
}

#[test]
fn the_page_is_whole_in_itself_and_text_stays_text() {
    let repo = worked_on("");
    repo.commit_file(
        "notes.txt",
        "More.\n",
        "</script><script>alert(1)</script> & \"more\"",
    );
    let html = repo.path().join("page.html");
    let ended = progress(&repo, &["--html", &html.display().to_string()]);
    assert_eq!((ended.code, ended.stdout.as_str()), (0, ""), "{ended:?}");
    let page = fs::read_to_string(html).expect("it was written");
    assert!(
        page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"),
        "{page}"
    );
    for link in ["<script", "http://", "https://", "url(", "@import", " src="] {
        assert!(!page.contains(link), "{link} in\n{page}");
    }
    for part in [
        "<caption",
        "<th scope=\"col\">",
        "<th scope=\"row\">",
        "lang=\"en\"",
        "prefers-color-scheme:dark",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}

#[test]
fn what_cannot_be_shown_is_named_with_the_remedy() {
    let repo = Repo::unborn();
    let said = |arguments: &[&str]| {
        let ended = progress(&repo, arguments);
        ended.error(2).replace(&repo.arg(), "REPO")
    };
    insta::assert_snapshot!(said(&[]), @r#"grader: REPO has no commit yet; make the first one: `git -C REPO commit --allow-empty -m "Begin"`"#);
    repo.commit_file("notes.txt", "Mine.\n", "First");
    insta::assert_snapshot!(said(&[]), @"grader: branch `main` of REPO holds no exercise of this course; `grader start PRACTICAL` begins a practical, and `--branch NAME` shows another branch");
    insta::assert_snapshot!(said(&["--branch", "23"]), @"grader: REPO has no branch `23-practical`; it has main");
    let plain = tempfile::tempdir().expect("there is a place for temporary files");
    let dir = plain.path().display().to_string();
    let ended = repo.grader(&["progress", &dir]);
    insta::assert_snapshot!(ended.error(2).replace(&dir, "DIR"), @"grader: DIR is no git repo; give the folder of one, or make it one with `git init DIR`");
    let nowhere = format!("{}/no/page.html", repo.arg());
    let repo = worked_on("");
    let ended = progress(&repo, &["--html", &nowhere]);
    assert!(ended.error(2).contains("there is no folder"), "{ended:?}");
}

#[test]
fn a_repo_of_another_format_is_refused_with_the_remedy() {
    let repo = Repo::new();
    let said = || progress(&repo, &[]).error(2).replace(&repo.arg(), "REPO");
    // As `git init --ref-format=reftable` has it, which not every git knows.
    let reftable = repo.path().join(".git/reftable");
    fs::create_dir(&reftable).expect("the repo is ours");
    insta::assert_snapshot!(said(), @"grader: REPO has its branches in a reftable, which is not read here; change it by `git refs migrate --ref-format=files`");
    fs::remove_dir(&reftable).expect("it is there");
    repo.git(&["config", "extensions.objectFormat", "sha256"]);
    insta::assert_snapshot!(said(), @"grader: REPO has its commits named by another hash than SHA-1, which is not read here; make a repo without `--object-format` and commit the files there");
}

/// Its folder has little more than a HEAD: branches and commits are those of the first.
#[test]
fn a_second_work_tree_has_the_branches_of_the_first() {
    let repo = worked_on("");
    let second = tempfile::tempdir().expect("there is a place for temporary files");
    let dir = second.path().join("second").display().to_string();
    repo.git(&[
        "worktree",
        "add",
        "--quiet",
        "-b",
        "before",
        &dir,
        "23-practical~1",
    ]);
    let shown = repo.grader(&["progress", &dir, "--branch", "before"]);
    assert!(shown.stdout.contains("Spoil ex01"), "{shown:?}");
    assert!(!shown.stdout.contains("Mend ex01"), "{shown:?}");
}

#[test]
fn a_damaged_repo_is_an_error_and_no_verdict() {
    let repo = worked_on("");
    let tip = repo.git(&["rev-parse", "HEAD"]);
    let object = repo
        .path()
        .join(".git/objects")
        .join(&tip[..2])
        .join(&tip[2..]);
    fs::remove_file(object).expect("it is there");
    let ended = progress(&repo, &[]);
    assert!(ended.error(2).contains("git -C"), "{ended:?}");
}
