//! Verdicts that are known already: the same files, judged by the same checks, grader and compiler, are judged once.

mod key;
mod store;

pub use gradebook::Key;
pub use key::{Checks, Judge, JudgeError};
pub use store::{Known, Store};
