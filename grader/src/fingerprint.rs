//! What a verdict depends on that a person edits: the exercise's editable files and its checks, told apart by a hash.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::workspace::Exercise;

/// The hash of all of it. Equal ones are of equal files, for all that a student's desk needs: it tells no grade, only
/// whether something is worth running again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// That of the workspace's own copy as it is now. A file that cannot be read counts as one of a content of its own.
    pub fn of(exercise: &Exercise) -> Self {
        let mut hasher = DefaultHasher::new();
        // A newer grader may judge otherwise.
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        let ours = [PathBuf::from("exercise.toml"), "tests/checks.rs".into()];
        for path in ours.iter().chain(&exercise.spec.editable) {
            path.hash(&mut hasher);
            content(&exercise.dir.join(path)).hash(&mut hasher);
        }
        Self(hasher.finish())
    }
}

/// What is in a file, as far as anybody looks at it.
fn content(path: &Path) -> Option<Vec<u8>> {
    let metadata = fs::metadata(path).ok()?;
    // A pipe would be waited for, and of more than any solution needs the size tells enough.
    if !metadata.is_file() || metadata.len() > crate::intake::MAX_FILE {
        return Some(metadata.len().to_le_bytes().to_vec());
    }
    fs::read(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    #[test]
    fn it_changes_with_the_file_and_with_the_checks_and_with_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let exercise = Exercise {
            dir: dir.path().to_owned(),
            ..exercise("ex03_race_conditions")
        };
        let missing = Fingerprint::of(&exercise);
        fs::create_dir(dir.path().join("src")).unwrap();
        fs::create_dir(dir.path().join("tests")).unwrap();
        let write = |file: &str, text: &str| fs::write(dir.path().join(file), text).unwrap();
        write("src/lib.rs", "pub fn add() {}");
        let first = Fingerprint::of(&exercise);
        assert_ne!(missing, first);
        write("tests/checks.rs", "fn check() {}");
        let checked = Fingerprint::of(&exercise);
        assert_ne!(first, checked);
        write("README.md", "Read me.");
        assert_eq!(Fingerprint::of(&exercise), checked);
        write("src/lib.rs", "pub fn add() { }");
        assert_ne!(Fingerprint::of(&exercise), checked);
    }
}
