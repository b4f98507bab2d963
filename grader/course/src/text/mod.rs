//! The text kit of every report: words in columns, colour, and nothing that a submission could use to draw.

mod paint;
mod plain;
mod wrap;

pub use paint::Paint;
pub use plain::{plain, plain_name};
pub use runtrace::columns::{columns, cut, fitted};
pub use wrap::{hanging, indented, paragraphs, wrapped};

/// Columns of a report, if nothing is known of where it is read: more are hard to read.
pub const WIDTH: usize = 80;

/// Columns that a report needs. A terminal that has fewer breaks its lines by itself.
pub const NARROWEST: usize = 30;

/// Columns below which a report puts below what it otherwise puts beside.
pub const NARROW: usize = 60;

/// The columns of a report on a terminal of that many.
///
/// ```
/// use course::text::width_on;
/// assert_eq!([20, 40, 80, 200].map(width_on), [30, 40, 80, 80]);
/// ```
pub const fn width_on(columns: usize) -> usize {
    if columns < NARROWEST {
        NARROWEST
    } else if columns > WIDTH {
        WIDTH
    } else {
        columns
    }
}
