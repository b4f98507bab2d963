//! Intake: takes a student's files out of a tree that may hold anything, and looks at them before any compiler does.

pub mod git;
pub mod layout;
mod screened;
mod submission;

pub use screened::screen;
pub use submission::{MAX_FILE, SourceFile, Submission, SubmissionError, collect};
