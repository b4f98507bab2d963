//! The engine: runs a closure as model threads, one at a time, and decides at every operation who
//! goes next.
//!
//! The std-shaped types call [`step`] for everything that another thread could notice. That
//! announces the operation, lets the scheduler choose, switches to whoever was chosen, and returns
//! once it is the caller's turn.

pub mod counts;
mod effect;
pub mod execution;
pub mod focus;
pub mod ids;
pub mod memory;
pub mod mixing;
pub mod objects;
pub mod output;
pub mod pace;
mod places;
pub mod platform;
pub mod record;
pub mod run;
pub mod schedulers;
pub mod thread;

pub use execution::{Ended, Execution};
pub use objects::{
    Action, Effect, Handle, Kind, NEVER, NO_OBJECT, ObjectId, Op, Progress, Site, State, Tid,
};
pub use platform::cpu::nanos as cpu_nanos;
#[cfg(unix)]
pub use platform::running::note_overflow_to;
pub use platform::running::{
    assert_present, clean_stack, entered, is_cleared_away, is_recorded, is_running, note, object,
    prepare, runs_elsewhere, step, step_with, stop, try_with, with,
};
