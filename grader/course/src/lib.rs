//! What a course is made of: verdicts, outcomes, exercises with their points and hints, and the text of reports.
//!
//! Everything here is pure: nothing is run, and of files only `exercise.toml` is read. The process of a check, the
//! harness under `cargo test` and the grader share it, so that they cannot disagree on what a check is worth, which hint
//! it gets or how an outcome reads.
//!
//! # Layout
//! - [`Verdict`], [`Cause`] and [`Outcome`]: the result of one check, as data: what was proven ([`proof`]), [`Note`]s and
//!   [`Evidence`]. [`Outcome::account`] draws it.
//! - [`Exercise`]: `exercise.toml`; [`hints`] chooses among its hints.
//! - [`Score`]: points, which are whole numbers, and the one sum of them.
//! - [`text`]: words in columns, colour, and nothing that a submission could use to draw.

mod cause;
mod clip;
mod evidence;
mod note;
mod outcome;
mod points;
mod render;
mod verdict;

pub mod exercise;
pub mod hints;
pub mod proof;
pub mod text;

pub use cause::{Cause, UnknownCause};
pub use clip::{MAX_WORDS, clip, clip_block, clip_lines};
pub use evidence::{CompilerError, CompilerErrors, Evidence, LastWords, TimedRun};
pub use exercise::{CheckSpec, Exercise, ExerciseError, Picture};
pub use note::Note;
pub use outcome::{Figures, MAX_MESSAGE, Outcome, one_line};
pub use points::{Points, Score};
pub use proof::{Bound, Proof};
pub use render::COLUMNS;
pub use verdict::{UnknownVerdict, Verdict};
