//! `std::process`: leaving the process from inside a model ends the run, as a failure. Starting others is passed through,
//! with a word on why that is seldom meant.

use std::panic::Location;
use std::process as real;

pub use std::process::*;

use crate::engine::{self, Ended};
use crate::unmodelled::unmodelled;

unmodelled! {
    "other processes are not modelled: waiting for one stops every thread of the model, and what it does between two steps is not looked into"
    type Command;
}

/// The number of the process; inside a model always the same, as a program that asks for it must do the same in each run.
#[must_use]
pub fn id() -> u32 {
    /// As the first process of a machine.
    const IN_A_MODEL: u32 = 1;
    if engine::is_running() {
        IN_A_MODEL
    } else {
        std::process::id()
    }
}

/// Ends the process; inside a model, the run.
#[track_caller]
pub fn exit(code: i32) -> ! {
    if engine::is_running() {
        engine::stop(Ended::Exit(Some(code), Location::caller()));
    }
    std::process::exit(code)
}

/// Ends the process at once; inside a model, the run.
#[track_caller]
pub fn abort() -> ! {
    if engine::is_running() {
        engine::stop(Ended::Exit(None, Location::caller()));
    }
    std::process::abort()
}
