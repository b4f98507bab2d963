//! `std::hint`: a spinning thread gives way, as loom asks.

pub use std::hint::*;

/// Gives way to another thread.
#[track_caller]
pub fn spin_loop() {
    crate::thread::yield_now();
}
