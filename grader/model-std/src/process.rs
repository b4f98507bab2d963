//! `std::process`: leaving the process from inside a model ends the run, as a failure.

pub use std::process::*;

use crate::engine::{self, Ended};

/// Ends the process; inside a model, the run.
pub fn exit(code: i32) -> ! {
    if engine::is_running() {
        engine::stop(Ended::Exit(Some(code)));
    }
    std::process::exit(code)
}

/// Ends the process at once; inside a model, the run.
pub fn abort() -> ! {
    if engine::is_running() {
        engine::stop(Ended::Exit(None));
    }
    std::process::abort()
}
