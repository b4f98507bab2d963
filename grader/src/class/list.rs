//! Who is in the class, and where what they handed in lies.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gradebook::Student;

use super::identity;
use super::instead::is_archive;
use crate::export::Problem;
use crate::intake::holds_an_exercise;
use crate::workspace::Exercise;

/// The class, as a folder or a roster lists it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ClassList {
    /// In the order of the list.
    pub entries: Vec<Entry>,
    /// What could not be followed.
    pub problems: Vec<Problem>,
}

/// One student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub student: Student,
    /// Where their work lies.
    pub origin: Origin,
}

/// Where somebody's work lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A folder tree.
    Tree(PathBuf),
    /// A git repository, bare or not, and the branch if it is another than the class's.
    Repo {
        /// Its folder.
        path: PathBuf,
        /// The branch.
        branch: Option<String>,
    },
    /// Nowhere: the problem has been said.
    Nowhere,
}

/// The list cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// The folder of the class cannot be listed.
    #[error("cannot list the class {}: {source}; give a folder with a folder for each student", path.display())]
    Folder {
        /// As given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder of the class is one student's.
    #[error("{dir} is one submission; grade it with `grader --submission {dir}`", dir = path.display())]
    OneSubmission {
        /// As given.
        path: PathBuf,
    },
    /// The roster cannot be read.
    #[error("cannot read the roster {}: {reason}", path.display())]
    Roster {
        /// As given.
        path: PathBuf,
        /// What is wrong, and the remedy.
        reason: String,
    },
    /// There is nobody in it.
    #[error("the class {} is empty: {remedy}", path.display())]
    Empty {
        /// As given.
        path: PathBuf,
        /// What belongs there.
        remedy: &'static str,
    },
}

/// The class of a folder: each folder in it is a student's, by the name of the folder.
///
/// # Errors
/// [`ListError::Folder`], [`ListError::OneSubmission`], [`ListError::Empty`].
pub fn of_folder(dir: &Path, exercises: &[Exercise]) -> Result<ClassList, ListError> {
    let failed = |source| ListError::Folder {
        path: dir.to_owned(),
        source,
    };
    if holds_an_exercise(dir, exercises) {
        return Err(ListError::OneSubmission {
            path: dir.to_owned(),
        });
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    let mut list = ClassList::default();
    for path in paths {
        list.add_folder(path);
    }
    if list.entries.is_empty() && list.problems.is_empty() {
        return Err(ListError::Empty {
            path: dir.to_owned(),
            remedy: "it should hold a folder for each student",
        });
    }
    Ok(list)
}

impl ClassList {
    /// The same, where what is a bare repository is read as one, and with `all` every repository is: else the files that
    /// are checked out count.
    #[must_use]
    pub fn of_repos(mut self, all: bool) -> Self {
        for entry in &mut self.entries {
            let Origin::Tree(path) = &entry.origin else {
                continue;
            };
            let is_bare = path.join("HEAD").is_file() && path.join("objects").is_dir();
            if is_bare || (all && path.join(".git").exists()) {
                entry.origin = Origin::Repo {
                    path: path.clone(),
                    branch: None,
                };
            }
        }
        self
    }

    fn add_folder(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or_default();
        let id = identity::of_folder(name);
        if id.starts_with('.') {
            return;
        }
        let Ok(metadata) = path.symlink_metadata() else {
            let line = format!("{id} cannot be looked at; correct its permissions");
            return self.problems.push(Problem::general(line));
        };
        if metadata.is_symlink() {
            let line = format!(
                "{id} is a symbolic link and was not followed; put the folder itself there"
            );
            return self.problems.push(Problem::general(line));
        }
        if !metadata.is_dir() {
            if is_archive(&path) {
                let line =
                    format!("{id} is an archive and was not graded; unpack it into a folder");
                self.problems.push(Problem::general(line));
            }
            return;
        }
        if name.to_str() != Some(&id) {
            let line = format!(
                "the name of the folder is not UTF-8 or has control characters; it is graded as {id}"
            );
            self.problems.push(Problem::of(&id, line));
        }
        self.add(Entry {
            student: Student {
                name: id.clone(),
                id,
                team: None,
            },
            origin: Origin::Tree(path),
        });
    }

    /// Adds a student, unless somebody has that id already.
    pub fn add(&mut self, entry: Entry) {
        let id = &entry.student.id;
        if self.entries.iter().any(|other| other.student.id == *id) {
            let line = format!(
                "two students have the id {id}; the second was not graded: give each an id of their own"
            );
            return self.problems.push(Problem::of(id, line));
        }
        self.entries.push(entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    fn ids(list: &ClassList) -> Vec<&str> {
        list.entries
            .iter()
            .map(|it| it.student.id.as_str())
            .collect()
    }

    #[test]
    fn each_folder_is_a_student_and_other_files_are_nobody() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["bob", "alice", ".git"] {
            fs::create_dir(dir.path().join(name)).unwrap();
        }
        fs::write(dir.path().join("gradebook.sqlite"), "").unwrap();
        let list = of_folder(dir.path(), &[exercise("ex01_sleep_loop")]).unwrap();
        assert_eq!(ids(&list), ["alice", "bob"]);
        assert_eq!(list.problems, []);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_names_that_are_no_text_are_said_and_the_rest_is_listed() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("alice")).unwrap();
        for name in [b"caf\xe9", b"caf\xe8"] {
            fs::create_dir(dir.path().join(OsStr::from_bytes(name))).unwrap();
        }
        fs::write(dir.path().join("dora.zip"), "").unwrap();
        std::os::unix::fs::symlink("/etc", dir.path().join("loop")).unwrap();
        let list = of_folder(dir.path(), &[]).unwrap();
        assert_eq!(ids(&list), ["alice", "caf\\xe8", "caf\\xe9"]);
        let lines: Vec<_> = list.problems.iter().map(|it| it.line.as_str()).collect();
        assert!(
            lines[0].contains("is not UTF-8") && lines[1].contains("it is graded as caf\\xe9"),
            "{lines:?}"
        );
        assert!(
            lines[2].contains("dora.zip is an archive")
                && lines[3].contains("loop is a symbolic link"),
            "{lines:?}"
        );
    }

    #[test]
    fn a_folder_that_is_no_class_is_refused_with_the_remedy() {
        let dir = tempfile::tempdir().unwrap();
        let error = |dir: &Path| {
            of_folder(dir, &[exercise("ex01_sleep_loop")])
                .unwrap_err()
                .to_string()
        };
        assert!(error(dir.path()).contains("is empty: it should hold a folder for each student"));
        fs::create_dir_all(dir.path().join("exercises/ex01_sleep_loop")).unwrap();
        assert!(
            error(dir.path()).contains("is one submission; grade it with `grader --submission")
        );
        assert!(error(&dir.path().join("nowhere")).contains("cannot list the class"));
    }
}
