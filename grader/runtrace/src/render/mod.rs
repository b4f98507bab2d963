//! From the data to what is shown.

#[cfg(feature = "report")]
pub mod chart;
#[cfg(feature = "report")]
pub mod columns;
#[cfg(feature = "svg")]
mod escape;
mod failure;
#[cfg(feature = "svg")]
pub mod html;
#[cfg(feature = "report")]
pub mod json;
#[cfg(feature = "report")]
mod narrow;
#[cfg(feature = "report")]
mod report;
pub mod rerun;
#[cfg(feature = "report")]
pub mod style;
#[cfg(feature = "svg")]
pub mod svg;
#[cfg(feature = "report")]
pub mod table;
#[cfg(feature = "report")]
pub mod wrap;
