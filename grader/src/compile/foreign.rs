//! Files that the compiler read for a submission and that are not part of it.
//!
//! `#[path]`, `include!` and their kin can bring any file of the machine into a submission: a solution, the hidden
//! checks, a list of passwords. The compiler says what it read, so that nothing depends on how the file asked for it.

use std::fs;
use std::path::{Component, Path, PathBuf};

use course::{Outcome, Verdict};

use crate::intake::SourceFile;

/// The first file in the compiler's list at `dep_info` (the format of `make`, as rustc writes it) that is neither one of
/// the `submitted` ones nor a library of a toolchain. Nothing if there is no list: the compiler wrote none if it failed
/// early, and then its messages name what it read.
pub fn in_dep_info(dep_info: &Path, submitted: &[SourceFile]) -> Option<PathBuf> {
    let text = fs::read_to_string(dep_info).ok()?;
    // "out: a b", then a line "a:" for each file, which needs no unescaping of spaces.
    let sources = text.lines().filter_map(|line| line.strip_suffix(':'));
    sources
        .map(PathBuf::from)
        .find(|file| is_foreign(file, submitted))
}

/// The file that a complaint of the compiler says it could not read, if it was not handed in. Confined, it can read hardly
/// any, and whether there is such a file is not to be told apart.
pub fn unread(complaint: &str, submitted: &[SourceFile]) -> Option<PathBuf> {
    let (_, rest) = complaint.split_once("couldn't read `")?;
    let (file, _) = rest.split_once('`')?;
    Some(PathBuf::from(file)).filter(|file| is_foreign(file, submitted))
}

/// Whether the file is not one that was handed in.
pub fn is_foreign(file: &Path, submitted: &[SourceFile]) -> bool {
    !submitted.iter().any(|own| own.path == normal(file))
}

/// Without `.` and with `..` followed as far as the names go.
fn normal(file: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in file.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// The outcome of a submission that brings in another file. Nothing of that file is shown.
pub fn outcome(file: &Path) -> Outcome {
    let message = format!(
        "src/lib.rs brings in another file ({}), which is not allowed: a submission is the one file that is handed in",
        file.display()
    );
    Outcome::of(Verdict::Forbidden, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn submitted() -> Vec<SourceFile> {
        vec![SourceFile {
            path: "src/lib.rs".into(),
            text: String::new(),
        }]
    }

    #[test]
    fn a_file_that_was_not_handed_in_is_found_in_the_list() {
        let dir = tempfile::tempdir().unwrap();
        let list = dir.path().join("list.d");
        let own = "x.rmeta: src/lib.rs\n\nsrc/lib.rs:\n";
        fs::write(&list, own).unwrap();
        assert_eq!(in_dep_info(&list, &submitted()), None);
        fs::write(&list, format!("{own}src/../../my solution.rs:\n")).unwrap();
        let found = in_dep_info(&list, &submitted());
        assert_eq!(found, Some("src/../../my solution.rs".into()));
        fs::write(&list, format!("{own}src/../src/./lib.rs:\n")).unwrap();
        assert_eq!(
            in_dep_info(&list, &submitted()),
            None,
            "it is the same file"
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_was_asked_for_all_the_same() {
        let unread = |line| unread(line, &submitted());
        let missing = "src/lib.rs:2: couldn't read `/no/such.rs`: No such file or directory";
        assert_eq!(unread(missing), Some("/no/such.rs".into()));
        assert_eq!(unread("couldn't read `src/lib.rs`: it is a folder"), None);
        assert_eq!(unread("src/lib.rs:2: mismatched types"), None);
    }

    #[test]
    fn the_outcome_names_the_file() {
        let outcome = outcome(Path::new("/etc/passwd"));
        assert_eq!(outcome.verdict, Verdict::Forbidden);
        assert!(
            outcome.message.contains("/etc/passwd"),
            "{}",
            outcome.message
        );
    }
}
