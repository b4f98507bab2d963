//! What a person reads: names of things, source lines, the trace table, the timeline chart.

pub mod chart;
pub mod closing;
pub mod names;
pub mod source;
pub mod trace;
pub mod wrap;
