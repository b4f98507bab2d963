//! What a course is made of: verdicts, outcomes, exercises with their points and hints, and the text of reports.
//!
//! Everything here is pure: nothing is run, and of files only `exercise.toml` is read. The process of a check, the
//! harness under `cargo test` and the grader share it, so that they cannot disagree on what a check is worth, which hint
//! it gets or how an outcome reads.
//!
//! # Layout
//! - [`Verdict`], [`Cause`] and [`Outcome`]: the result of one check.
//! - [`Exercise`]: `exercise.toml`; [`hints`] chooses among its hints.
//! - [`Score`]: points, which are whole numbers, and the one sum of them.
//! - [`text`]: words in columns, colour, and nothing that a submission could use to draw.

mod cause;
mod clip;
mod outcome;
mod points;
mod verdict;

pub mod exercise;
pub mod hints;
pub mod text;

pub use cause::{Cause, UnknownCause};
pub use clip::{clip, clip_block, clip_lines};
pub use exercise::{CheckSpec, Exercise, ExerciseError};
pub use outcome::{
    LEFT_OUT, MAX_DETAIL, MAX_MESSAGE, MAX_STEPS, MAX_WORDS, Outcome, Step, one_line,
};
pub use points::{Points, Score};
pub use verdict::{UnknownVerdict, Verdict};
