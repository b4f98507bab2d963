//! Every HTML page of the course, opened in a browser: `tests/pages/look.mjs` says what it looks for.
//!
//! Node, Chromium and the packages of `tests/pages/package.json` (in `target/pages`, where `.ci/run` installs them) are
//! needed for that. Where one is missing, the pages are still made, their texts looked for, and it is said what was left
//! out.
//!
//! A new page is a line of [`PAGES`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::course_copy::Copy;
use crate::program::{COURSE, Ended, TARGET};

/// A page, and how to get it.
struct Page {
    name: &'static str,
    /// Arguments of the grader, before the name of the file. They are run in a copy of the course in which ex03 is
    /// [`SAMPLE`], and has been graded.
    command: &'static [&'static str],
    /// What it must say.
    texts: &'static [&'static str],
    /// Whether one can step through it with the keyboard.
    steps: bool,
    /// Keys to press, one after the other, and what is said then.
    keys: &'static [[&'static str; 2]],
}

const PAGES: [Page; 3] = [
    Page {
        name: "a race",
        command: &["show", "ex03", "--html"],
        texts: &[
            "no_update_is_lost",
            "RACE",
            "unlock value (2 -> 1)",
            "let seen = *self.value.lock().unwrap();",
            "What went wrong",
            "</script><script>alert(1)</script>",
        ],
        steps: true,
        keys: &[],
    },
    Page {
        name: "a timeline",
        command: &["show", "ex03", "nobody_sleeps_with_the_lock_held", "--html"],
        texts: &["PASS", "worker 5", "sleeps", "in 60 s of virtual time"],
        steps: true,
        keys: &[],
    },
    Page {
        name: "a race to play",
        command: &["play", "ex03", "--html"],
        texts: &[
            "no_update_is_lost",
            "Who goes on?",
            "In some order of its threads this run fails (RACE). Find it!",
            "</script><script>alert(1)</script>",
        ],
        steps: false,
        keys: &[
            ["1", "worker 1: lock value"],
            ["b", "One move taken back"],
            ["b", "This is the beginning"],
            ["9", "There is no move 9"],
            ["s", "worker"],
            ["r", "The beginning"],
            ["2", "worker 2: lock value"],
        ],
    },
];

const FILE: &str = "exercises/ex03_race_conditions/src/lib.rs";
const SAMPLE: &str = "tests/submissions/ex03/wrong/unlock_between_read_and_write.rs";

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

#[test]
fn every_page_can_be_read_stepped_through_and_found_by_all() {
    let copy = Copy::lock();
    let stub = copy.read(FILE);
    copy.write(FILE, sample());
    assert_eq!(copy.grader(&["ex03"]).code, 1, "the sample fails");
    let dir = tempfile::tempdir().expect("there is room");
    let files: Vec<PathBuf> = PAGES
        .iter()
        .map(|page| {
            let file = dir.path().join(page.name.replace(' ', "-") + ".html");
            let name = file.to_str().expect("it is text");
            let ended = copy.grader(&[page.command, &[name]].concat());
            assert_eq!(
                (ended.code, ended.stderr.as_str()),
                (0, ""),
                "{}",
                page.name
            );
            file
        })
        .collect();
    // A file that has changed since is said, and what was graded is shown all the same.
    copy.write(FILE, "// another\n");
    let changed = dir.path().join("changed.html");
    let name = changed.to_str().expect("it is text");
    assert_eq!(copy.grader(&["show", "ex03", "--html", name]).code, 0);
    copy.write(FILE, stub);
    drop(copy);

    let changed = fs::read_to_string(changed).expect("it was written");
    assert!(
        changed.contains("src/lib.rs has changed since this run"),
        "{changed}"
    );
    assert!(
        changed.contains("let seen = *self.value.lock()"),
        "{changed}"
    );
    for (page, file) in PAGES.iter().zip(&files) {
        let html = fs::read_to_string(file).expect("it was written");
        assert_eq!(html.matches("<script>").count(), 1, "{}", page.name);
        assert!(!html.contains('\u{7}'), "{}", page.name);
        assert!(!html.contains("has changed since"), "{}", page.name);
    }
    match browser() {
        Ok(browser) => look(&browser, &files, dir.path()),
        Err(missing) => eprintln!("pages were made and not opened: {missing}"),
    }
}

/// What pages are opened with.
struct Browser {
    chromium: PathBuf,
    packages: PathBuf,
}

/// The browser and the packages, or which is missing.
fn browser() -> Result<Browser, String> {
    let found = |name: &str| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut places = std::env::split_paths(&path).map(|folder| folder.join(name));
        places.find(|place| place.is_file())
    };
    found("node").ok_or("there is no node")?;
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let chromium = named
        .or_else(|| found("chromium"))
        .or_else(|| found("google-chrome"))
        .ok_or("there is no chromium")?;
    let packages = TARGET.parent().unwrap_or(&TARGET).join("pages");
    if !packages.join("node_modules/puppeteer-core").is_dir() {
        return Err(format!(
            "{} has no packages; see .ci/run",
            packages.display()
        ));
    }
    Ok(Browser { chromium, packages })
}

/// Opens the pages and demands that nothing is wrong with them.
fn look(browser: &Browser, files: &[PathBuf], dir: &Path) {
    let pages: Vec<_> = PAGES
        .iter()
        .zip(files)
        .map(|(page, file)| {
            json!({ "name": page.name, "file": file, "texts": page.texts, "steps": page.steps, "keys": page.keys })
        })
        .collect();
    let list = dir.join("pages.json");
    fs::write(&list, json!(pages).to_string()).expect("there is room");
    let mut node = Command::new("node");
    node.arg(COURSE.join("tests/pages/look.mjs"))
        .arg(&list)
        .env("CHROMIUM", &browser.chromium)
        .env("NODE_MODULES", &browser.packages);
    let ended = Ended::of(node);
    assert_eq!(
        (ended.code, ended.stdout.as_str()),
        (0, ""),
        "what is wrong stands above\n{}",
        ended.stderr
    );
}
