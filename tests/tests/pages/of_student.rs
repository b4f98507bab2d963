//! The pages that a student has made: runs to step through and to play, a report, progress.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::browser;
use super::page::Page;
use crate::course_copy::Copy;
use crate::git_repo::Repo;
use crate::program::COURSE;

const FILE: &str = "exercises/ex03_race_conditions/src/lib.rs";
const SAMPLE: &str = "tests/submissions/ex03/wrong/unlock_between_read_and_write.rs";

/// A page, how to get it, and how the grader ends.
struct Made {
    page: Page,
    /// Arguments of the grader, before the name of the file. They are run in a copy of the course in which ex03 is
    /// [`SAMPLE`], and has been graded.
    command: &'static [&'static str],
    code: i32,
}

const PAGES: [Made; 5] = [
    Made {
        page: Page::to_step_through(
            "a race",
            &[
                "no_update_is_lost",
                "RACE",
                "unlock value (2 -> 1)",
                "let seen = *self.value.lock().unwrap();",
                "What went wrong",
                "</script><script>alert(1)</script>",
            ],
        ),
        command: &["show", "ex03", "--html"],
        code: 0,
    },
    Made {
        page: Page::to_step_through(
            "a timeline",
            &["PASS", "worker 5", "sleeps", "in 60 s of virtual time"],
        ),
        command: &["show", "ex03", "nobody_sleeps_with_the_lock_held", "--html"],
        code: 0,
    },
    Made {
        page: Page {
            scripts: 1,
            keys: &[
                ["1", "worker 1: lock value"],
                ["b", "One move taken back"],
                ["b", "This is the beginning"],
                ["9", "There is no move 9"],
                ["s", "worker"],
                ["r", "The beginning"],
                ["2", "worker 2: lock value"],
            ],
            ..Page::to_read(
                "a race to play",
                &[
                    "no_update_is_lost",
                    "Who goes on?",
                    "In some order of its threads this run fails (RACE). Find it!",
                    "</script><script>alert(1)</script>",
                ],
            )
        },
        command: &["play", "ex03", "--html"],
        code: 0,
    },
    Made {
        page: Page {
            scripts: 1,
            keys: &[
                ["1", "worker 1"],
                ["b", "One move taken back"],
                ["s", "no choice"],
            ],
            ..Page::to_read(
                "a pass to play",
                &["every_result_is_kept", "Who goes on?", "This run holds ("],
            )
        },
        command: &["play", "ex03", "every_result_is_kept", "--html"],
        code: 0,
    },
    Made {
        page: Page::to_read(
            "a report",
            &[
                "no_update_is_lost",
                "RACE",
                "Hint:",
                "of 10",
                // A report's lines are as wide as a terminal's.
                "unwrap(); // </script…",
            ],
        ),
        command: &["ex03", "--format", "html", "--output"],
        code: 1,
    },
];

const PROGRESS: Page = Page::to_read(
    "progress",
    &[
        "23-practical",
        "Lose updates",
        "not committed",
        "of 50 points",
        "</script><script>alert(1)</script> & \"more\"",
    ],
);

/// The sample, with a line in it that would end a script.
fn sample() -> String {
    let text = fs::read_to_string(COURSE.join(SAMPLE)).expect("the sample is there");
    let line = "let seen = *self.value.lock().unwrap();";
    assert!(text.contains(line), "the sample has changed");
    text.replacen(
        line,
        &format!("{line} // </script><script>alert(1)</script> \u{7}"),
        1,
    )
}

/// Makes the page, in the copy as it is; returns where it is.
fn make(copy: &Copy, page: &Page, command: &[&str], code: i32, dir: &Path) -> PathBuf {
    let file = page.file(dir);
    let name = file.to_str().expect("it is text");
    let ended = copy.grader(&[command, &[name]].concat());
    let found = (ended.code, ended.stderr.as_str());
    assert_eq!(found, (code, ""), "{}", page.name);
    file
}

#[test]
fn every_page_can_be_read_stepped_through_and_found_by_all() {
    let copy = Copy::lock();
    let stub = copy.read(FILE);
    copy.write(FILE, sample());
    assert_eq!(copy.grader(&["ex03"]).code, 1, "the sample fails");
    let dir = tempfile::tempdir().expect("there is room");
    let mut pages: Vec<Value> = PAGES
        .iter()
        .map(
            |Made {
                 page,
                 command,
                 code,
             }| { page.made(&make(&copy, page, command, *code, dir.path())) },
        )
        .collect();
    let race = fs::read_to_string(PAGES[0].page.file(dir.path())).expect("it was written");
    assert!(!race.contains("has changed since"));
    // A file that has changed since is said, and what was graded is shown all the same.
    copy.write(FILE, "// another\n");
    let changed = Page::to_step_through("changed", &["src/lib.rs has changed since this run"]);
    let changed = make(&copy, &changed, PAGES[0].command, 0, dir.path());
    copy.write(FILE, &stub);
    pages.push(progress(&copy, &stub, dir.path()));
    drop(copy);

    let changed = fs::read_to_string(changed).expect("it was written");
    for text in [
        "src/lib.rs has changed since this run",
        "let seen = *self.value.lock()",
    ] {
        assert!(changed.contains(text), "{changed}");
    }
    browser::look(&pages, dir.path());
}

/// The page of a branch on which ex03 was begun and spoiled, and is being mended.
fn progress(copy: &Copy, stub: &str, dir: &Path) -> Value {
    let repo = Repo::new();
    repo.git(&["switch", "--quiet", "-c", "23-practical"]);
    repo.commit_file(FILE, stub, "</script><script>alert(1)</script> & \"more\"");
    repo.commit_file(FILE, sample(), "Lose updates");
    repo.commit_file(FILE, "pub fn broken(\n", "Spoil it");
    repo.write(FILE, sample());
    let file = make(
        copy,
        &PROGRESS,
        &["progress", &repo.arg(), "--html"],
        0,
        dir,
    );
    PROGRESS.made(&file)
}
