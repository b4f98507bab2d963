//! `std::process`: leaving the process from inside a model ends the run, as a failure. Starting others is passed through,
//! with a word on why that is seldom meant.

use std::panic::Location;
use std::process as real;

pub use std::process::*;

use crate::doors::doors;
use crate::engine::{self, Ended};

doors! {
    "other processes are not modelled: waiting for one stops every thread of the model, and what it does between two steps is not looked into"
    type Command;
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
