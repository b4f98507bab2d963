//! Reads repos of students without a checkout: branches, commits, and the editable files in them.

mod blobs;
mod commits;
mod error;
mod places;
mod repo;

pub use blobs::Editable;
pub use commits::{Commit, CommitId, Line};
pub use error::GitError;
pub use repo::{Branch, Repo, is_address};
