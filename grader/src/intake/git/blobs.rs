//! The editable files of an exercise in a commit, by the same rules as those in a folder; see
//! [`collect`](crate::intake::collect).

use std::path::{Path, PathBuf};

use course::{Outcome, Verdict};
use gix_hash::ObjectId;
use gix_object::FindExt as _;
use gix_object::tree::EntryKind;
use gix_odb::HeaderExt as _;

use super::commits::CommitId;
use super::error::GitError;
use super::repo::Repo;
use crate::intake::layout::places;
use crate::intake::submission::{MAX_FILE, Problem, SourceFile, as_text, missing, symlink};
use crate::intake::submission::{named, no_file, too_big};
use crate::workspace::Exercise;

/// What a commit has in the place of an exercise's editable files. Equal ones hold the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Editable {
    /// The exercise's folder, relative to the root of the repo; none if no layout has it.
    pub place: Option<PathBuf>,
    /// In the order of `exercise.toml`.
    files: Vec<(PathBuf, Found)>,
    /// Whether all are what the exercise was handed out with, as far as the commit itself tells.
    pub is_stub: bool,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Nothing,
    Blob(ObjectId),
    /// The part of the path that is one.
    Symlink(String),
    /// A folder, or another repo.
    NoFile,
}

impl Editable {
    fn has_files(&self) -> bool {
        let mut files = self.files.iter();
        files.any(|(_, found)| matches!(found, Found::Blob(_)))
    }
}

impl Repo {
    /// What the commit has of `exercise`.
    ///
    /// # Errors
    /// [`GitError::Read`].
    pub fn editable(&self, commit: CommitId, exercise: &Exercise) -> Result<Editable, GitError> {
        let failed = || self.unreadable(format!("commit {}", commit.short()));
        let tree = self.tree_of(commit).map_err(failed())?;
        for place in places(exercise) {
            let step = self.descend(tree, &place).map_err(failed())?;
            if !matches!(step, Step::Found(Found::Nothing)) {
                return self
                    .files_of(&step, Some(place), exercise)
                    .map_err(failed());
            }
        }
        self.files_of(&Step::Found(Found::Nothing), None, exercise)
            .map_err(failed())
    }

    /// Another place of the exercise in that commit with files in it, and other ones than those that were found first.
    ///
    /// # Errors
    /// [`GitError::Read`].
    pub fn second_place(
        &self,
        commit: CommitId,
        exercise: &Exercise,
        first: &Editable,
    ) -> Result<Option<PathBuf>, GitError> {
        let failed = || self.unreadable(format!("commit {}", commit.short()));
        let tree = self.tree_of(commit).map_err(failed())?;
        for place in places(exercise) {
            let step = self.descend(tree, &place).map_err(failed())?;
            let other = self
                .files_of(&step, Some(place), exercise)
                .map_err(failed())?;
            if other.has_files() && other.files != first.files {
                return Ok(other.place);
            }
        }
        Ok(None)
    }

    /// The text of these files.
    ///
    /// # Errors
    /// The outcome that every check of the exercise has then, as [`collect`](crate::intake::collect) gives it.
    pub fn texts(
        &self,
        exercise: &Exercise,
        editable: &Editable,
    ) -> Result<Vec<SourceFile>, Box<Outcome>> {
        let text = |(path, found): &(PathBuf, Found)| {
            let text = self.text(found);
            let text = text.map_err(|problem| named(problem, Path::new(&exercise.folder), path))?;
            let path = path.clone();
            Ok(SourceFile { path, text })
        };
        editable.files.iter().map(text).collect()
    }

    fn text(&self, found: &Found) -> Result<String, Problem> {
        let id = match found {
            Found::Blob(id) => *id,
            Found::Nothing => return Err(missing()),
            Found::Symlink(name) => return Err(symlink(name)),
            Found::NoFile => return Err(no_file()),
        };
        let unreadable = |error: &dyn std::fmt::Display| {
            let problem = format!("{{file}} cannot be read from the repo: {error}; fetch it again");
            (Verdict::GraderFault, problem)
        };
        // A big file is not unpacked.
        let header = self.objects.header(id);
        let size = header.map_err(|error| unreadable(&error))?.size();
        if size > MAX_FILE {
            return Err(too_big());
        }
        let mut bytes = Vec::new();
        let blob = self.objects.find_blob(&id, &mut bytes);
        blob.map_err(|error| unreadable(&error))?;
        as_text(bytes)
    }

    /// The files of the exercise whose folder that is.
    fn files_of(
        &self,
        folder: &Step,
        place: Option<PathBuf>,
        exercise: &Exercise,
    ) -> gix_error::Result<Editable> {
        let look = |path: &Path| -> gix_error::Result<Found> {
            match folder {
                Step::Folder(tree) => Ok(match self.descend(*tree, path)? {
                    Step::Folder(_) => Found::NoFile,
                    Step::Found(found) => found,
                }),
                Step::Found(Found::Symlink(name)) => Ok(Found::Symlink(name.clone())),
                Step::Found(_) => Ok(Found::Nothing),
            }
        };
        let (mut files, mut is_stub) = (Vec::new(), place.is_some());
        for path in &exercise.spec.editable {
            let found = look(path)?;
            is_stub &= found == look(&Path::new(crate::stub::STUB).join(path))?;
            files.push((path.clone(), found));
        }
        Ok(Editable {
            place,
            files,
            is_stub,
        })
    }

    fn tree_of(&self, commit: CommitId) -> gix_error::Result<ObjectId> {
        let mut buffer = Vec::new();
        Ok(self.objects.find_commit(&commit.0, &mut buffer)?.tree())
    }

    /// Goes down the path from that tree, looking at each step.
    fn descend(&self, tree: ObjectId, path: &Path) -> gix_error::Result<Step> {
        let mut folder = tree;
        let mut buffer = Vec::new();
        let mut parts = path.components().peekable();
        while let Some(part) = parts.next() {
            let name = part.as_os_str().to_string_lossy();
            let tree = self.objects.find_tree(&folder, &mut buffer)?;
            let mut entries = tree.entries.iter();
            let Some(entry) = entries.find(|entry| entry.filename == name.as_bytes()) else {
                return Ok(Step::Found(Found::Nothing));
            };
            let is_last = parts.peek().is_none();
            let found = match entry.mode.kind() {
                EntryKind::Link => Found::Symlink(name.into_owned()),
                EntryKind::Commit => Found::NoFile,
                EntryKind::Blob | EntryKind::BlobExecutable if is_last => {
                    Found::Blob(entry.oid.to_owned())
                }
                EntryKind::Blob | EntryKind::BlobExecutable => Found::Nothing,
                EntryKind::Tree => {
                    folder = entry.oid.to_owned();
                    continue;
                }
            };
            return Ok(Step::Found(found));
        }
        Ok(Step::Folder(folder))
    }
}

/// Where a path ends.
enum Step {
    Folder(ObjectId),
    Found(Found),
}
