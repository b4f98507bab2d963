//! From the data to sentences.

pub mod critical;
pub mod leaked;
pub mod overlap;
pub mod prose;
mod turns;
