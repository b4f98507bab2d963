//! The engine: runs a closure as model threads, one at a time, and decides at every operation who
//! goes next.
//!
//! The std-shaped types call [`step`] for everything that another thread could notice. That
//! announces the operation, lets the scheduler choose, switches to whoever was chosen, and returns
//! once it is the caller's turn.
//!
//! # Layout
//! From the top down; no folder knows what is above it:
//! - `running`: the execution of this OS thread: from its first thread to its end, its turns, panics;
//! - `schedulers`: who goes on;
//! - `state`: an execution, its step and its record;
//! - `objects`: what threads meet at, and threads themselves;
//! - `memory`: what threads know; `platform`: stacks, statics, signals;
//! - `ids`, `mixing`: numbers and hashes.

pub mod ids;
pub mod memory;
pub mod mixing;
pub mod objects;
pub mod platform;
pub mod running;
pub mod schedulers;
pub mod state;

pub use objects::{
    Action, Effect, Handle, Kind, NEVER, NO_OBJECT, ObjectId, Op, Progress, Site, State, Tid,
};
pub use platform::cpu::nanos as cpu_nanos;
pub use running::current::{
    assert_present, entered, has_returned, is_cleared_away, is_running, is_showing, note, object,
    object_of, puts_back, runs_elsewhere, step, step_with, stop, try_with, will_put_back, with,
    writers_queue,
};
#[cfg(unix)]
pub use running::prepare::note_overflow_to;
pub use running::prepare::prepare;
pub use running::{counts, hooks, output, panics, run, std_hook};
pub use schedulers::schedule::Execution;
pub use state::{Ended, cores, focus, record};
