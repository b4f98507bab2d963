//! The texts that a practicals repo is given.

/// The message of the commit that a practical begins with.
pub fn message(practical: &str) -> String {
    format!(
        "Begin {practical}\n\nThe exercises as they are handed out, and the grader that they are checked with."
    )
}

/// The page of a repo that has none.
pub const README: &str = include_str!("templates/README.md.txt");

/// What `git` is not to see.
pub const IGNORED: &str = "/target";

/// Above the manifest.
pub const MANIFEST: &str = "\
# Made by `grader start` from the course's own. `src/lib.rs` of each exercise is yours; this file and `grader/` are the
# course's, and the next `grader start` replaces them.
";
