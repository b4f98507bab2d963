//! The kernels on shuttle's types.

/// What they take from here.
pub mod library {
    pub use shuttle::{sync, thread};
}

#[path = "programs/mod.rs"]
pub mod programs;
