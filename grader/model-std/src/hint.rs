//! `std::hint`: as std's, but spinning gives way, because in a model only another thread can end the wait.

pub use std::hint::*;

use std::panic::Location;

use crate::engine::{self, Kind, NO_OBJECT};

/// Tells the machine that the thread spins.
#[track_caller]
pub fn spin_loop() {
    if engine::is_running() {
        engine::step(Kind::Yield, NO_OBJECT, Location::caller());
    }
}
