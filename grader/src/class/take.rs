//! What a student handed in, for each exercise.

use std::path::{Path, PathBuf};

use course::{Outcome, Verdict};
use gradebook::Source;

use super::instead;
use crate::intake::{collect, place, source};
use crate::workspace::Exercise;

/// What somebody handed in for an exercise, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The files, or why there are none.
    pub source: Source,
    /// The commit it was read from.
    pub commit: Option<String>,
    /// When that was made, in RFC 3339.
    pub committed: Option<String>,
    /// What a person should know of it: one line.
    pub note: Option<String>,
}

impl Taken {
    /// From a folder, which has no history.
    pub fn plain(source: Source) -> Self {
        Self {
            source,
            commit: None,
            committed: None,
            note: None,
        }
    }

    /// Nothing was handed in.
    pub fn nothing(exercise: &Exercise) -> Self {
        let folder = &exercise.folder;
        let message =
            format!("no folder {folder} in the submission; copy it from the course and edit it");
        Self::plain(refused(Outcome::of(Verdict::NotAttempted, message)))
    }
}

/// What lies in the tree for that exercise.
pub fn from_tree(tree: &Path, exercise: &Exercise) -> Taken {
    let Some(place) = place(tree, exercise) else {
        return Taken::nothing(exercise);
    };
    let taken = Taken::plain(match link_on_the_way(tree, &place) {
        Some(link) => {
            let message = format!(
                "{}: it is a symbolic link; hand in the folder itself",
                link.display()
            );
            refused(Outcome::of(Verdict::Forbidden, message))
        }
        None => collected(&tree.join(&place), exercise),
    });
    Taken {
        note: instead::second_place(tree, &place, exercise),
        ..taken
    }
}

/// The files in that folder, unless one of them is somebody else's too.
fn collected(dir: &Path, exercise: &Exercise) -> Source {
    let editable = &exercise.spec.editable;
    match editable
        .iter()
        .find(|path| has_other_names(&dir.join(path)))
    {
        Some(path) => {
            let path = Path::new(&exercise.folder).join(path);
            let message = format!(
                "{} is a hard link; hand in a copy of the file",
                path.display()
            );
            refused(Outcome::of(Verdict::Forbidden, message))
        }
        None => source(collect(dir, editable)),
    }
}

/// Whether a regular file lies there that has other names too: it may be a file that its owner cannot read.
#[cfg(unix)]
fn has_other_names(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    path.symlink_metadata()
        .is_ok_and(|it| it.is_file() && it.nlink() > 1)
}

#[cfg(not(unix))]
fn has_other_names(_: &Path) -> bool {
    false
}

fn refused(outcome: Outcome) -> Source {
    Source::Refused(Box::new(outcome))
}

/// A symbolic link between the tree and the folder of the exercise: it would lead out of the submission.
fn link_on_the_way(tree: &Path, place: &Path) -> Option<PathBuf> {
    let mut way = PathBuf::new();
    let parts = place.parent().into_iter().flat_map(Path::components);
    parts.into_iter().find_map(|part| {
        way.push(part);
        let metadata = tree.join(&way).symlink_metadata();
        metadata
            .is_ok_and(|it| it.is_symlink())
            .then(|| way.clone())
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::fixture::exercise;

    fn taken(make: impl FnOnce(&Path)) -> Source {
        let dir = tempfile::tempdir().unwrap();
        make(dir.path());
        from_tree(dir.path(), &exercise("ex03_race_conditions")).source
    }

    fn write(tree: &Path, path: &str) {
        let path = tree.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "// mine").unwrap();
    }

    fn message(source: Source) -> (Verdict, String) {
        match source {
            Source::Refused(outcome) => (outcome.verdict, outcome.message),
            Source::Files(files) => (Verdict::Passed, files[0].text.clone()),
        }
    }

    #[test]
    fn three_layouts_are_read_and_are_one_source() {
        let layouts = ["exercises/", "", "23-practical/"].map(|above| {
            taken(|tree| write(tree, &format!("{above}ex03_race_conditions/src/lib.rs")))
        });
        assert!(matches!(layouts[0], Source::Files(_)));
        assert!(layouts.iter().all(|it| it.key() == layouts[0].key()));
    }

    #[test]
    fn nothing_handed_in_is_not_attempted() {
        let (verdict, message) = message(taken(|_| {}));
        assert_eq!(verdict, Verdict::NotAttempted);
        assert!(
            message.starts_with("no folder ex03_race_conditions"),
            "{message}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_hard_link_is_refused() {
        let source = taken(|tree| {
            write(tree, "secret");
            let lib = tree.join("ex03_race_conditions/src/lib.rs");
            fs::create_dir_all(lib.parent().unwrap()).unwrap();
            fs::hard_link(tree.join("secret"), lib).unwrap();
        });
        let (verdict, message) = message(source);
        assert_eq!(verdict, Verdict::Forbidden);
        assert!(
            message.starts_with("ex03_race_conditions/src/lib.rs is a hard link"),
            "{message}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_above_the_exercise_is_not_followed() {
        let elsewhere = tempfile::tempdir().unwrap();
        write(elsewhere.path(), "ex03_race_conditions/src/lib.rs");
        let source = taken(|tree| {
            std::os::unix::fs::symlink(elsewhere.path(), tree.join("exercises")).unwrap();
        });
        let (verdict, message) = message(source);
        assert_eq!(verdict, Verdict::Forbidden);
        assert!(
            message.starts_with("exercises: it is a symbolic link"),
            "{message}"
        );
    }
}
