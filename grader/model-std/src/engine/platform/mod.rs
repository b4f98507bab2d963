//! What the model needs of the machine and of the real std: stacks, bytes of statics, panics,
//! signals. All of the engine's `unsafe` is here.
//!
//! # Layout
//! - `running`: the execution of this OS thread, and how its threads come to their turn;
//!   `coroutine`: their stacks;
//! - `panics`, `hooks`, `quiet`: panics are noted, what the program's own hook does, and when
//!   neither matters;
//! - `statics`, `pristine`, `bytes`: statics start every execution afresh;
//! - `cpu`: processor time, by which a search is ended;
//! - `current_thread`, `overflow`, `watchdog`: what is said of a stack that overflows, and of a
//!   loop that never comes back.

pub mod bytes;
pub mod coroutine;
pub mod cpu;
pub mod current_thread;
pub mod frame;
pub mod hooks;
#[cfg(all(unix, not(miri)))]
pub mod overflow;
pub mod panics;
pub mod pristine;
pub mod quiet;
pub mod running;
pub mod statics;
pub mod watchdog;
