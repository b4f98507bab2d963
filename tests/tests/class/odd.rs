//! Rosters, folders and repos as people really hand them in: what is odd is one line, and everybody else is graded.

use super::*;

/// What the report says of a student, line breaks taken out.
fn said_of<'s>(said: &'s [String], id: &str) -> Vec<&'s str> {
    let prefix = format!("{id}: ");
    said.iter()
        .filter_map(|line| line.strip_prefix(&prefix))
        .collect()
}

/// What a person should look at, a line each.
fn to_look_at(stdout: &str) -> Vec<String> {
    let (_, notes) = stdout.split_once("To look at\n").unwrap_or_default();
    let mut lines: Vec<String> = Vec::new();
    for line in notes.lines() {
        match (line.strip_prefix("    "), lines.last_mut()) {
            (Some(rest), Some(last)) => *last = format!("{last} {rest}"),
            _ => lines.push(line.trim().to_owned()),
        }
    }
    lines
}

#[track_caller]
fn expect(said: &[String], id: &str, wanted: &str) {
    let lines = said_of(said, id);
    assert!(
        lines.len() == 1 && lines[0].contains(wanted),
        "{id} is to be told {wanted:?}: {lines:?}"
    );
}

const PLACE: &str = "23-practical/ex01_sleep_loop/src/lib.rs";

/// Repos with something odd about them.
struct Repos {
    backwards: Repo,
    shallow: Repo,
    other: Repo,
    pointer: Repo,
}

impl Repos {
    fn new() -> Self {
        let backwards = repo(&[
            ("2026-11-30T12:00:00+13:00", WRONG),
            ("2026-11-29T12:00:00+13:00", RIGHT),
        ]);
        let whole = repo(&[
            ("2026-11-20T12:00:00+13:00", RIGHT),
            ("2026-12-03T12:00:00+13:00", WRONG),
        ]);
        let shallow = whole.cloned(&["--depth", "1", "--branch", "23-practical"]);
        let other = repo(&[("2026-11-29T12:00:00+13:00", RIGHT)]);
        other.git(&["checkout", "--quiet", "23-practical"]);
        other.git(&["checkout", "--quiet", "-b", "feature/x"]);
        let pointer = Repo::new();
        pointer.git(&["checkout", "--quiet", "-b", "23-practical"]);
        let lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n";
        pointer.commit_file(PLACE, lfs, "Work");
        Self {
            backwards,
            shallow,
            other,
            pointer,
        }
    }

    /// As a spreadsheet writes a roster where numbers have commas; one row has a quotation mark that none ends.
    fn roster(&self) -> String {
        format!(
            "\u{feff}ID;name;repo;branch;path\r\n\
             back;Back;{};;\r\nshallow;;{};;\r\nslash;;{};x;\r\nlfs;;{};;\r\n\
             far;;https://example.org/far.git;;\r\nmail;;git@example.org:mail.git;;\r\n\
             ada;\"Ada \"\"A\"\"\";;;class/ada\r\ntwin;;;;class/ada\r\nzip;;;;work.zip\r\n\
             ;;;;\r\n\r\n\"open;;;;class/bob\r\nlost;;;;class/cleo\r\n",
            self.backwards.arg(),
            self.shallow.arg(),
            self.other.arg(),
            self.pointer.arg()
        )
    }
}

/// What is said of the class of that roster.
fn graded(tree: &Tree, gradebook: &str, before: &str) -> String {
    let (roster, book) = (tree.at("roster.csv"), tree.at(gradebook));
    let all = [
        "class",
        "--roster",
        &roster,
        "--gradebook",
        &book,
        "--exercise",
        "ex01",
    ];
    Ended::grader(&[&all[..], &["--before", before]].concat()).stdout
}

#[test]
fn a_spreadsheet_s_roster_and_odd_repos_are_a_line_each() {
    let (repos, tree) = (Repos::new(), class());
    tree.write("roster.csv", repos.roster());
    tree.write("work.zip", "PK");
    let stdout = graded(&tree, "book", "2099-12-01T23:59:00+13:00");
    let said = to_look_at(&stdout);
    for (id, wanted) in [
        ("back", "is dated before the one it was made on"),
        ("slash", "has no branch `x`; it has"),
        (
            "far",
            "is an address; clone it (`git clone --bare https://example.org/far.git`)",
        ),
        ("mail", "is an address; clone it"),
        (
            "twin",
            "has the same path as ada, and is not in one team with them",
        ),
        ("zip", "work.zip is a file; unpack it, and give the folder"),
    ] {
        expect(&said, id, wanted);
    }
    let torn = said
        .iter()
        .filter(|line| line.contains("is a quotation mark missing?"));
    assert_eq!(torn.count(), 1, "{said:?}");
    let points = ["back", "shallow", "ada", "twin", "lfs"].map(|id| line(&stdout, id));
    assert_eq!(points, ["10", "8", "10", "10", "0"], "{stdout}");
    let stats = Ended::grader(&["stats", "ex01", "--gradebook", &tree.at("book")]).stdout;
    assert!(
        stats.contains("1 BUILD"),
        "the pointer does not build: {stats}"
    );

    let early = graded(&tree, "early", "2026-12-01T23:59:00+13:00");
    let wanted = "the repo is shallow: get the older ones with `git fetch --unshallow`";
    expect(&to_look_at(&early), "shallow", wanted);
}

#[test]
fn folders_that_are_nearly_right_are_told_what_to_change() {
    let tree = class();
    let file = text(WRONG);
    tree.write("class/capitals/Ex01_Sleep_Loop/src/lib.rs", &file);
    tree.write("class/deep/work/ex01_sleep_loop/src/lib.rs", &file);
    tree.write("class/packed/work.zip", "PK");
    tree.write("class/blank/ex01_sleep_loop/src/lib.rs", " \n");
    tree.write("class/fred.tar.gz", "\u{1f}");
    tree.write(
        "class/both/exercises/ex01_sleep_loop/src/lib.rs",
        text(RIGHT),
    );
    tree.write("class/both/23-practical/ex01_sleep_loop/src/lib.rs", &file);
    let ended = tree.grade_class("book", &[]);
    let said = to_look_at(&ended.stdout);
    expect(
        &said,
        "capitals",
        "has a folder Ex01_Sleep_Loop; name it ex01_sleep_loop",
    );
    expect(
        &said,
        "deep",
        "has its exercises in the folder work; move them up",
    );
    expect(&said, "packed", "holds work.zip; unpack it there");
    expect(&said, "blank", "ex01_sleep_loop/src/lib.rs is empty");
    expect(&said, "both", "exercises/ex01_sleep_loop counts");
    assert!(
        said.iter()
            .any(|line| line.contains("fred.tar.gz is an archive and was not graded")),
        "{said:?}"
    );
    let points = ["ada", "bob", "both"].map(|id| line(&ended.stdout, id));
    assert_eq!(points, ["10", "8", "10"]);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_two_students_whom_no_report_obeys() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let tree = class();
    let named = |name: &[u8], file: &str| {
        let folder = tree.path().join("class").join(OsStr::from_bytes(name));
        let folder = folder.join("ex01_sleep_loop/src");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("lib.rs"), text(file)).unwrap();
    };
    named(b"caf\xe8", WRONG);
    named(b"caf\xe9", RIGHT);
    named("red\u{1b}[31m\u{202e}".as_bytes(), RIGHT);
    let said = tree.grade_class("book", &[]).stdout;
    let ids = [r"caf\xe8", r"caf\xe9", r"red\u{1b}[31m\u{202e}"];
    assert_eq!(ids.map(|id| line(&said, id)), ["8", "10", "10"], "{said}");
    let json = tree.grade_class("book", &["--format", "json"]).stdout;
    assert!(!json.contains("\\u001b") && !json.contains('\u{202e}'));
}
