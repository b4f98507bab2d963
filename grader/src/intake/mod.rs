//! Intake: takes a student's files out of a tree that may hold anything, and looks at them before any compiler does.

pub mod git;
mod handed_in;
mod layout;
mod screened;
mod submission;

pub use handed_in::{files, source};
pub use layout::{holds_an_exercise, place, places};
pub use screened::screen;
pub use submission::{MAX_FILE, SourceFile, Submission, SubmissionError, collect};
