//! The text kit of every report: words in columns, colour, and nothing that a submission could use to draw.

mod paint;
mod plain;
mod wrap;

pub use paint::Paint;
pub use plain::plain;
pub use wrap::{columns, hanging, indented, paragraphs, wrapped};

/// Columns of a report.
pub const WIDTH: usize = 80;
