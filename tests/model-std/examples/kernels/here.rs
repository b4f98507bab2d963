//! The kernels on this crate's types.

/// What they take from here.
pub mod library {
    pub use model_std::{sync, thread};
}

#[path = "programs/mod.rs"]
pub mod programs;
