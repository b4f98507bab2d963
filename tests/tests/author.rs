//! The author's page, CONTRIBUTING.md, followed to the letter in a copy of the course: what it tells to type and to write
//! makes a verified exercise, and without the lines that it prints there is none.

use std::fs;
use std::path::PathBuf;

use crate::course_copy::{Copy, Lent};
use crate::program::{COURSE, Ended};
use crate::report::Report;
use crate::submission::Tree;

/// The exercise that the page makes.
const FOLDER: &str = "ex17_naps_at_once";

/// Lines that an author writes by the page.
const LINES: usize = 10;

/// A place in a file where lines are to be replaced.
#[derive(Debug)]
struct Hunk {
    file: String,
    old: String,
    new: String,
}

/// The copy of the course, which is as it was when this is dropped.
struct Desk {
    copy: Lent,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { copy: Copy::lock() };
        desk.clear();
        desk
    }

    /// Removes what `new` makes.
    fn clear(&self) {
        for made in [
            format!("exercises/{FOLDER}"),
            format!("solutions/{FOLDER}"),
            "grader/modelled/ex17".to_owned(),
            "tests/submissions/ex17".to_owned(),
        ] {
            self.copy.remove(&made);
        }
        for page in ["exercises/23-practical.md", "README.md", "Cargo.lock"] {
            let text = fs::read(COURSE.join(page)).expect("every course has it");
            self.copy.write(page, text);
        }
    }

    /// Replaces the lines of a hunk.
    fn apply(&self, hunk: &Hunk) {
        let text = self.copy.read(&hunk.file);
        let found = text.matches(&hunk.old).count();
        assert_eq!(
            found, 1,
            "these lines stand in {} once:\n{}",
            hunk.file, hunk.old
        );
        self.copy
            .write(&hunk.file, text.replace(&hunk.old, &hunk.new));
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.clear();
    }
}

/// The page.
fn page() -> String {
    fs::read_to_string(COURSE.join("CONTRIBUTING.md")).expect("there is a page for authors")
}

/// The blocks of the page that begin with such a fence.
fn blocks<'p>(page: &'p str, kind: &str) -> Vec<&'p str> {
    let fence = format!("\n```{kind}\n");
    let parts = page.split(&fence).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap_or_default())
        .collect()
}

/// What the page tells to replace.
fn hunks(page: &str) -> Vec<Hunk> {
    let of_block = |block: &str| {
        let (file, lines) = block.split_once('\n').expect("a block has lines");
        let file = file.strip_prefix("--- ").expect("a block names its file");
        let parts = lines.split("@@\n").map(str::to_owned);
        let file = file.to_owned();
        parts
            .map(|part| Hunk {
                file: file.clone(),
                old: with_sign(&part, '-'),
                new: with_sign(&part, '+'),
            })
            .collect::<Vec<_>>()
    };
    let blocks = blocks(page, "diff");
    blocks.into_iter().flat_map(of_block).collect()
}

/// The lines that begin with that sign, without it.
fn with_sign(lines: &str, sign: char) -> String {
    let lines = lines.lines().filter_map(|line| line.strip_prefix(sign));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The arguments of the page's command line `grader ... WORD`.
fn command<'p>(page: &'p str, first: &str) -> Vec<&'p str> {
    let lines = blocks(page, "text");
    let prefix = format!("cargo run -p grader -- {first} ex17");
    let line = lines.iter().find(|block| block.starts_with(&prefix));
    let line = line.unwrap_or_else(|| panic!("the page says `{prefix}...`"));
    line.split_whitespace().skip(5).collect()
}

/// What `verify` has found but for places that are left to write.
fn problems(verified: &Ended) -> Vec<&str> {
    let lines = verified.stdout.lines();
    let problems = lines.filter(|line| line.starts_with("  "));
    problems
        .filter(|line| !line.starts_with("  write "))
        .collect()
}

#[test]
fn the_page_leads_from_nothing_to_a_verified_exercise() {
    let page = page();
    let hunks = hunks(&page);
    let written: usize = hunks.iter().map(|hunk| hunk.new.lines().count()).sum();
    assert_eq!(written, LINES, "the page promises ten lines");

    let desk = Desk::new();
    let made = desk.copy.grader(&command(&page, "new"));
    assert_eq!(made.code, 0, "{made:?}");
    let again = desk.copy.grader(&command(&page, "new"));
    assert!(again.error(2).contains("ex17 is taken by"), "{again:?}");

    let before = desk.copy.grader(&command(&page, "verify"));
    assert_eq!(before.code, 4, "the lines are needed: {before:?}");
    for hunk in &hunks {
        let place = format!("\n{}:", hunk.file);
        assert!(before.stdout.contains(&place), "{place}\n{}", before.stdout);
    }
    assert_eq!(problems(&before), Vec::<&str>::new(), "and nothing else is");

    hunks.iter().for_each(|hunk| desk.apply(hunk));
    let after = desk.copy.grader(&command(&page, "verify"));
    assert_eq!(after.code, 0, "{}\n{}", after.stdout, after.stderr);
    assert!(after.stdout.contains("  ok, draft\n"), "{}", after.stdout);
    assert!(after.stdout.contains(": consistent"), "{}", after.stdout);

    // A draft is listed, and graded only by its name.
    let list = desk.copy.grader(&["list"]).stdout;
    assert!(list.contains("Naps at once (draft)\n"), "{list}");
    let tree = Tree::new();
    tree.write(&format!("{FOLDER}/src/lib.rs"), "");
    let tree = tree.path().to_string_lossy();
    let all = ["--submission", &tree, "--format", "json"];
    let graded = |arguments: &[&str]| Report::read(&desk.copy.grader(arguments));
    let whole = graded(&all);
    let names = whole.names();
    assert!(names.starts_with(&["ex01", "ex02", "ex03"]), "{names:?}");
    assert!(!names.contains(&"ex17"), "{names:?}");
    assert_eq!(graded(&[&["ex17"], &all[..]].concat()).names(), ["ex17"]);

    // The lessons of cargo: the student's test runs, and all is formatted as the course is.
    let tested = desk
        .copy
        .cargo(&["test", "--offline", "-p", "ex17", "-p", "solution17"]);
    assert_eq!(tested.code, 101, "{tested:?}");
    assert!(tested.stdout.contains("TODO"), "{tested:?}");
    let format = desk
        .copy
        .cargo(&["fmt", "--check", "-p", "ex17", "-p", "solution17"]);
    assert_eq!((format.code, format.stdout.as_str()), (0, ""), "{format:?}");
}

#[test]
fn an_exercise_without_a_model_compiles_and_its_samples_get_their_verdicts() {
    let desk = Desk::new();
    let made = desk.copy.grader(&["new", FOLDER, "--like", "ex05"]);
    assert_eq!(made.code, 0, "{made:?}");
    let verified = desk.copy.grader(&["verify", "ex17"]);
    assert_eq!(verified.code, 4, "{verified:?}");
    assert_eq!(problems(&verified), Vec::<&str>::new());
    assert!(
        verified.stdout.contains("4 submissions"),
        "{}",
        verified.stdout
    );
}

/// Each file that the page names is there.
#[test]
fn what_the_page_names_is_there() {
    let page = page();
    let links = page
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let files = links.filter(|link| !link.starts_with(['#', 'h']));
    let scripts = page
        .split('`')
        .filter(|word| word.starts_with(".ci/") && !word.contains(' '));
    for file in files.chain(scripts).map(PathBuf::from) {
        assert!(COURSE.join(&file).exists(), "{}", file.display());
    }
}
