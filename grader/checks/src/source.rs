//! Names of source files: as the compiler knows them, and as a student does.

use std::path::{Path, PathBuf};

/// True for the file that an exercise's checks are written in.
pub(crate) fn is_checks(file: &str) -> bool {
    file.rsplit(['/', '\\']).next() == Some("checks.rs")
}

/// The file as a student knows it: `exercises/ex03/tests/../src/lib.rs` is `src/lib.rs`.
///
/// The check's crate includes the submission by `#[path]`, so that the compiler's names for it begin in
/// the wrong place. Files of neither, such as std's own, are left as they are.
pub(crate) fn shown(file: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in file.split(['/', '\\']) {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let of_std = is_of_std(file);
    let start = parts
        .iter()
        .rposition(|part| *part == "src" || *part == "tests");
    match start {
        Some(at) if !of_std => parts[at..].join("/"),
        _ => parts.join("/"),
    }
}

/// Whether the file is one of std's own: as its makers built it, or as the component rust-src has it.
pub(crate) fn is_of_std(file: &str) -> bool {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let of_source = ["rustlib", "src", "rust", "library"];
    file.starts_with("/rustc/") || parts.windows(4).any(|four| four == of_source)
}

/// The directory that the compiler's names of source files start from.
///
/// Cargo compiles a workspace's crates from the workspace's root, so that `file!()` holds a part of the
/// package's own path: the root is the first directory upwards in which that file exists.
pub(crate) fn root(package: &Path, file: &str) -> Option<PathBuf> {
    package
        .ancestors()
        .find(|dir| dir.join(file).is_file())
        .map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_submission_is_shown_as_its_student_knows_it() {
        for file in [
            "src/lib.rs",
            "tests/../src/lib.rs",
            "exercises/ex03_race_conditions/tests/../src/lib.rs",
            "/somewhere/ex03/tests/../src/lib.rs",
            "exercises\\ex03_race_conditions\\tests\\..\\src\\lib.rs",
        ] {
            assert_eq!(shown(file), "src/lib.rs", "{file}");
        }
        assert_eq!(shown("exercises/ex03/tests/checks.rs"), "tests/checks.rs");
        assert_eq!(shown("exercises/ex03/src/pool/../queue.rs"), "src/queue.rs");
        assert_eq!(
            shown("exercises/ex03/tests/../src/pool/queue.rs"),
            "src/pool/queue.rs"
        );
    }

    #[test]
    fn files_of_std_keep_their_names() {
        let file = "/rustc/59807616e/library/core/src/option.rs";
        assert_eq!(shown(file), file);
    }

    #[test]
    fn a_file_of_std_is_known_by_any_separators() {
        assert!(is_of_std("/rustc/5980/library\\core\\src\\time.rs"));
        assert!(is_of_std(
            "C:\\rust\\lib/rustlib/src/rust\\library\\core\\src\\time.rs"
        ));
        assert!(!is_of_std("src/library/lib.rs"));
        assert_eq!(
            shown("exercises/ex03/src/library/lib.rs"),
            "src/library/lib.rs"
        );
    }

    #[test]
    fn only_the_file_of_the_checks_is_the_checks() {
        assert!(is_checks("exercises/ex03/tests/checks.rs"));
        assert!(is_checks("checks.rs"));
        assert!(!is_checks("tests/../src/lib.rs"));
        assert!(!is_checks("src/mychecks.rs"));
    }

    #[test]
    fn the_root_is_where_the_compiler_stood() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found = root(package, file!()).expect("this very file exists");
        assert!(found.join(file!()).is_file());
        assert_eq!(root(package, "no/such/file.rs"), None);
    }
}
