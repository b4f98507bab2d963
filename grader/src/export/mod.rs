//! Writes a report, in one of several formats. Each only renders: what is written was decided in
//! [`crate::score`].
//!
//! # Layout
//! - [`Text`] with `advice`: for people, at a terminal; [`Html`] with `picture`, and [`Markdown`];
//! - [`Json`], [`Csv`], [`Junit`]: for programs;
//! - [`Gradescope`], [`Classroom50`], [`PrairieLearn`], [`Autolab`]: for systems that courses are run with; `limits` is
//!   what they have no room for;
//! - `words`: what several of them say; [`Format`]: their names;
//! - [`class`]: the same of a whole [`Class`].
//!
//! A check that could not be decided costs no points silently: every format says in its own way that they are open.

mod advice;
mod autolab;
pub mod class;
mod class_data;
mod class_text;
mod classroom50;
mod csv;
mod format;
mod gradescope;
mod html;
mod json;
mod junit;
mod limits;
mod markdown;
mod picture;
mod plain_json;
mod prairielearn;
mod text;
mod words;

use std::io::{self, Write};

pub use autolab::Autolab;
pub use class_data::{Adjustment, Class, Problem, Student};
pub use class_text::ClassText;
pub use classroom50::{Classroom50, Classroom50Error};
pub use csv::{Csv, field as csv_field};
pub use format::Format;
pub use gradescope::Gradescope;
pub use html::Html;
pub use json::Json;
pub use junit::Junit;
pub use markdown::Markdown;
pub use prairielearn::PrairieLearn;
pub use text::Text;

use crate::score::Report;

/// A format.
pub trait Renderer {
    /// Writes `report` to `out`.
    ///
    /// # Errors
    /// Only those of `out`.
    fn render(&self, report: &Report, out: &mut dyn Write) -> io::Result<()>;
}
