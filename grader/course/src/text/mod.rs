//! The text kit of every report: words in columns, colour, and nothing that a submission could use to draw.

mod block;
mod paint;
mod plain;
mod wrap;

pub use block::block;
pub use paint::Paint;
pub use plain::plain;
pub use wrap::{columns, hanging, wrapped};

/// Columns of a report.
pub const WIDTH: usize = 80;
