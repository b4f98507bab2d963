//! What the model needs of the machine and of the real std: stacks, bytes of statics, signals. It
//! knows nothing of executions.
//!
//! # Layout
//! - `coroutine`: threads with stacks of their own; `quiet`: when panics do not matter;
//!   `last_word`: the end of a thread that outlives its execution;
//! - `statics`, `pristine`, `bytes`: statics start every execution afresh;
//! - `cpu`: processor time, by which a search is ended;
//! - `helper_process`: copies of this process, which run parts of a search (Linux);
//! - `current_thread`, `overflow`, `watchdog`: what is said of a stack that overflows, and of a
//!   loop that never comes back.

pub mod bytes;
pub mod coroutine;
pub mod cpu;
pub mod current_thread;
pub mod frame;
#[cfg(all(target_arch = "x86_64", windows, not(miri)))]
mod frame_on_windows;
#[cfg(all(target_os = "linux", not(miri)))]
pub mod helper_process;
#[cfg(not(all(target_os = "linux", not(miri))))]
#[path = "no_helpers.rs"]
pub mod helper_process;
pub mod last_word;
#[cfg(all(unix, not(miri)))]
pub mod overflow;
pub mod pristine;
pub mod quiet;
pub mod statics;
pub mod watchdog;
