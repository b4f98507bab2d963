//! How wide a check's process draws.

use model_std::model::Style;

/// How traces and timelines are drawn in a record: plain, because it is stored, and for a terminal of 80 columns in which
/// the grader indents them by 4.
pub(crate) const STYLE: Style = Style::new().width(76);
