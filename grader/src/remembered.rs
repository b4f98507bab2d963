//! What the grader remembers from one run to the next, each thing in a file of JSON.

use std::fs;
use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::NamedTempFile;

/// What was written there; none if there is nothing, or something of another version.
pub fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

/// Writes it, whole or not at all: under a name of its own first, because others may be reading at this moment.
///
/// # Errors
/// The folder or the file cannot be written.
pub fn write(path: &Path, it: &impl Serialize) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let file = NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&file, it)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use serde::ser::Error as _;

    use super::*;

    /// Has written its first half when it fails.
    struct Halting;

    impl Serialize for Halting {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.collect_seq(["half", "half"].map(Piece))
        }
    }

    struct Piece(&'static str);

    impl Serialize for Piece {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom(self.0))
        }
    }

    #[test]
    fn what_cannot_be_written_whole_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/kept.json");
        assert_eq!(read::<u32>(&path), None);
        write(&path, &7).unwrap();
        assert!(write(&path, &Halting).is_err());
        assert_eq!(read::<u32>(&path), Some(7));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert_eq!(read::<String>(&path), None, "it is of another kind");
    }
}
