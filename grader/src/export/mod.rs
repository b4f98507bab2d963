//! Writes a report, in one of several formats. Each only renders: what is written was decided in
//! [`crate::score`].

mod advice;
mod class_data;
mod class_text;
mod json;
mod text;

use std::io::{self, Write};

pub use class_data::{Adjustment, Class, Student};
pub use class_text::ClassText;
pub use json::Json;
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
