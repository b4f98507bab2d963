//! How far a student is with an exercise: what is remembered of it, and else what a look at its files tells.

use std::fmt;
use std::path::Path;

use course::Score;
use screen::lexer::has_todo;

use crate::fingerprint::Fingerprint;
use crate::intake::collect;
use crate::last::Last;
use crate::workspace::Exercise;

/// How far an exercise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Some `todo!()` still stands, and no check has passed.
    Stub,
    /// It was begun, and nobody knows what it is worth now.
    Begun,
    /// Graded as it is now: some check does not pass.
    Partly(Score),
    /// Graded as it is now: every check passes.
    Passed,
    /// The file is not there, or is nothing that can be graded.
    Unreadable,
}

impl Standing {
    /// That of the workspace's own copy, in the course at `root`.
    pub fn of(exercise: &Exercise, root: &Path) -> Self {
        let last = Last::read(&Last::path(root, &exercise.name));
        Self::by(exercise, last.as_ref(), Fingerprint::of(exercise))
    }

    /// The same, by what is remembered and what the files are now.
    pub fn by(exercise: &Exercise, last: Option<&Last>, now: Fingerprint) -> Self {
        let Ok(files) = collect(&exercise.dir, &exercise.spec.editable) else {
            return Self::Unreadable;
        };
        if let Some(last) = last.filter(|last| last.is_current(now)) {
            let score = last.score(exercise);
            if last.passed() {
                return Self::Passed;
            }
            if score.gained > 0 {
                return Self::Partly(score);
            }
        }
        match files.iter().any(|file| has_todo(&file.text)) {
            true => Self::Stub,
            false => Self::Begun,
        }
    }

    /// A mark of one column.
    pub const fn mark(self) -> char {
        match self {
            Self::Stub => '·',
            Self::Begun | Self::Partly(_) => '○',
            Self::Passed => '✓',
            Self::Unreadable => '!',
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stub => f.pad("stub"),
            Self::Begun => f.pad("begun"),
            Self::Partly(score) => f.pad(&format!("{}/{}", score.gained, score.possible)),
            Self::Passed => f.pad("passed"),
            Self::Unreadable => f.pad("unreadable"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use course::{Outcome, Verdict};

    use super::*;
    use crate::fixture::exercise;
    use crate::score::Graded;
    use crate::score::Report;

    /// An exercise in a folder of its own, with that file.
    fn begun(dir: &Path, text: &str) -> Exercise {
        fs::create_dir_all(dir.join("src")).unwrap();
        fs::write(dir.join("src/lib.rs"), text).unwrap();
        Exercise {
            dir: dir.to_owned(),
            ..exercise("ex03_race_conditions")
        }
    }

    fn graded(exercise: &Exercise, verdicts: [Verdict; 2]) -> Last {
        let outcomes = verdicts.map(|it| Outcome::of(it, "said")).to_vec();
        let report = Report::new("alice", vec![(exercise, Graded::ran(outcomes))]);
        Last::after(&report.exercises[0], None).of(Some(Fingerprint::of(exercise)))
    }

    fn standing(exercise: &Exercise, last: Option<&Last>) -> String {
        Standing::by(exercise, last, Fingerprint::of(exercise)).to_string()
    }

    #[test]
    fn what_nobody_has_graded_is_read_off_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let stub = begun(dir.path(), "pub fn add() { todo!() }");
        assert_eq!(standing(&stub, None), "stub");
        let done = begun(dir.path(), "pub fn add() {} // todo!() done");
        assert_eq!(standing(&done, None), "begun");
        fs::remove_file(dir.path().join("src/lib.rs")).unwrap();
        assert_eq!(standing(&done, None), "unreadable");
    }

    #[test]
    fn what_was_graded_is_remembered_until_the_file_changes() {
        let dir = tempfile::tempdir().unwrap();
        let mine = begun(dir.path(), "pub fn add() {}");
        let (passed, race) = (Verdict::Passed, Verdict::Race);
        let partly = graded(&mine, [passed, race]);
        assert_eq!(standing(&mine, Some(&partly)), "3/10");
        let all = graded(&mine, [passed, passed]);
        assert_eq!(standing(&mine, Some(&all)), "passed");
        let none = graded(&mine, [race, race]);
        assert_eq!(standing(&mine, Some(&none)), "begun");
        let changed = begun(dir.path(), "pub fn add() { }");
        assert_eq!(standing(&changed, Some(&all)), "begun");
    }
}
