//! `std::thread`: spawning, joining, sleeping, parking.

mod builder;
mod handle;
mod local;
mod of_the_system;
mod scoped;

pub use builder::Builder;
pub use handle::{JoinHandle, Result, Thread, ThreadId};
pub use local::{AccessError, LocalKey};
pub use scoped::{Scope, ScopedJoinHandle, scope};

use std::panic::Location;
use std::time::Duration;

use crate::engine::{self, Action, Kind, NEVER, NO_OBJECT, Op};
use crate::time::deadline;

/// Starts a thread; see [`std::thread::spawn`].
///
/// # Panics
/// Outside a model.
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    handle::spawn_named(None, Box::new(f))
}

/// The handle of the calling thread.
#[track_caller]
pub fn current() -> Thread {
    engine::with(|execution| Thread::of(execution, execution.current()))
}

/// Sleeps. In virtual time the clock moves on by `duration` and nothing else happens; in an exhaustive run any
/// interleaving is possible meanwhile, because sleeping orders nothing.
#[track_caller]
pub fn sleep(duration: Duration) {
    let deadline = engine::with(|execution| deadline(execution.now(), duration));
    engine::step_with(
        Op::new(Kind::Sleep, NO_OBJECT, Location::caller()).until(deadline),
        Action::Plain,
    );
}

/// Gives way to another thread.
#[track_caller]
pub fn yield_now() {
    engine::step(Kind::Yield, NO_OBJECT, Location::caller());
}

/// Waits for this thread's token and takes it. May also return without one, as std's may.
#[track_caller]
pub fn park() {
    let token = engine::with(|execution| execution.current_thread().token);
    engine::step(Kind::Park, token, Location::caller());
}

/// As [`park`], for at most `duration`.
#[track_caller]
pub fn park_timeout(duration: Duration) {
    let (token, deadline) = engine::with(|execution| {
        let deadline = deadline(execution.now(), duration);
        (execution.current_thread().token, deadline)
    });
    let kind = if deadline == NEVER {
        Kind::Park
    } else {
        Kind::ParkTimeout
    };
    engine::step_with(
        Op::new(kind, token, Location::caller()).until(deadline),
        Action::Plain,
    );
}

/// As [`sleep`], in milliseconds.
#[track_caller]
pub fn sleep_ms(ms: u32) {
    sleep(Duration::from_millis(ms.into()));
}

/// As [`park_timeout`], in milliseconds.
#[track_caller]
pub fn park_timeout_ms(ms: u32) {
    park_timeout(Duration::from_millis(ms.into()));
}

/// Whether the calling thread is unwinding.
pub fn panicking() -> bool {
    engine::panics::is_panicking()
}

/// How many cores the model's machine has, or outside a model the real one.
///
/// # Errors
/// As [`std::thread::available_parallelism`] outside a model, none inside.
pub fn available_parallelism() -> std::io::Result<std::num::NonZero<usize>> {
    engine::try_with(|execution| execution.core_count())
        .map_or_else(std::thread::available_parallelism, Ok)
}
