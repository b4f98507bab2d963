//! The gradebook of a class: who handed in what, and the verdict on each distinct file, in one SQLite file.
//!
//! # Layout
//! - [`Key`]: the content address of what was handed in, and of a verdict on it.
//! - [`Source`]: what somebody handed in for an exercise: the files, or why there are none.
//! - [`Graded`]: the outcome of each check.
//! - [`Gradebook`]: the file. Everything that is recorded is recorded in a transaction of its own, so that a grader that
//!   is killed at any moment leaves a whole gradebook, and the next one goes on from there.
//!
//! A mark is an attempt that names a verdict by its key, which is made of the files, the checks, the grader and the
//! compiler. So identical files are graded once, and a change to the checks changes no mark until somebody asks for it.

mod attempt;
mod error;
mod graded;
mod key;
mod merge;
mod schema;
mod source;
mod store;

pub use attempt::{Attempt, Student};
pub use error::GradebookError;
pub use graded::{Graded, GradedCheck};
pub use key::Key;
pub use merge::{COURSE, MergeError, SHARD, merge};
pub use schema::VERSION;
pub use source::{File, Source};
pub use store::Gradebook;
