//! An execution: what its threads and objects have come to, and the step that every operation goes
//! through. Who goes on is decided elsewhere (`schedulers`).
//!
//! # Layout
//! - `execution`: the step; `effect`: what an operation may do, and does;
//! - `ready`: which threads could go on; `cores`: which have a core; `pace`: how far it has come;
//!   `trail`: what has been announced, in one number;
//! - `record`: the steps, for those who tell of them; `places`: whose lines they are at;
//! - `focus`: how closely it looks.

pub mod cores;
mod effect;
pub mod execution;
pub mod focus;
pub mod pace;
mod places;
pub mod ready;
pub mod record;
pub mod trail;

pub use execution::{Ended, Execution};
