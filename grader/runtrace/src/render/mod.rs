//! From the data to what is shown.

pub mod chart;
mod failure;
pub mod json;
pub mod rerun;
pub mod style;
pub mod svg;
pub mod table;
pub mod wrap;
