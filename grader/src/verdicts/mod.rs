//! Verdicts that are known already: the same files, judged by the same checks, grader and compiler, are judged once.

mod store;

pub use store::{Known, Store};
