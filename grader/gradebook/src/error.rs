//! Why a gradebook cannot be used. Each error names the file and the remedy.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why a gradebook cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum GradebookError {
    /// There is none.
    #[error("there is no gradebook {}; `grader class DIR --gradebook FILE` makes one", path.display())]
    Missing {
        /// As given.
        path: PathBuf,
    },
    /// Another process has it open for writing.
    #[error("the gradebook {} is in use by another grader; wait until that has ended, or give another --gradebook", path.display())]
    InUse {
        /// As given.
        path: PathBuf,
    },
    /// It, or its folder, cannot be written to.
    #[error("cannot write the gradebook {}: {reason}; make it and its folder writable, or give another --gradebook", path.display())]
    ReadOnly {
        /// As given.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// It cannot be read.
    #[error("cannot read the gradebook {}: {reason}; copy it, and {}-wal if there is one, to a folder that you may write to, and give that as --gradebook", path.display(), path.display())]
    Unreadable {
        /// As given.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is no SQLite file, or its pages are damaged.
    #[error("the gradebook {} is damaged: {reason}; restore it from a copy, or move it away and grade the class again", path.display())]
    Corrupt {
        /// As given.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// A later version of the grader made it.
    #[error("the gradebook {} was made by a later grader (schema {found}, this one knows {known}); update the course", path.display())]
    Newer {
        /// As given.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// An SQLite file of something else.
    #[error("{} is an SQLite file, but no gradebook; give another --gradebook", path.display())]
    Foreign {
        /// As given.
        path: PathBuf,
    },
    /// There is no space left.
    #[error("no space is left for the gradebook {}; what was graded so far is kept: make space and run the same again", path.display())]
    Full {
        /// As given.
        path: PathBuf,
    },
    /// Anything else that SQLite reports.
    #[error("the gradebook {}: {source}; what was graded so far is kept", path.display())]
    Sqlite {
        /// As given.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl GradebookError {
    /// What an error of SQLite means for the person who wanted to read only.
    pub(crate) fn unreadable(path: PathBuf, source: rusqlite::Error) -> Self {
        match Self::of(path, source) {
            Self::ReadOnly { path, reason } => Self::Unreadable { path, reason },
            other => other,
        }
    }

    /// What an error of SQLite means for the person who called the grader.
    pub(crate) fn of(path: PathBuf, source: rusqlite::Error) -> Self {
        let reason = source.to_string();
        match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::InUse { path },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { path, reason }
            }
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Corrupt { path, reason }
            }
            Some(ErrorCode::DiskFull) => Self::Full { path },
            _ => Self::Sqlite { path, source },
        }
    }
}
