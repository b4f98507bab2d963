//! `std::thread`: spawning, joining, parking. Sleeping only gives way, since loom has no clock.

mod builder;
mod handle;
mod local;
mod scoped;

pub use crate::model::Thread;
pub use builder::Builder;
pub use handle::JoinHandle;
pub use local::{AccessError, LocalKey};
pub use loom::thread::ThreadId;
pub use scoped::{Scope, ScopedJoinHandle, scope};
pub use std::thread::Result;

use std::num::NonZero;
use std::panic::Location;
use std::time::Duration;

use crate::model::unwinding;
use crate::model::{Run, Waiting, cannot};
use crate::time::NO_CLOCK;

/// Starts a thread; see [`std::thread::spawn`].
#[track_caller]
pub fn spawn<F, T>(f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    handle::spawn_named(None, f)
}

/// The handle of the calling thread.
#[must_use]
pub fn current() -> Thread {
    Run::current().me().thread.clone()
}

/// Does nothing the first time, as any interleaving is possible meanwhile; after that it gives way, as loom demands of
/// a loop that polls.
#[track_caller]
pub fn sleep(_: Duration) {
    let me = Run::current().me();
    me.naps.set(me.naps.get() + 1);
    if me.naps.get() > 1 {
        yield_now();
    }
}

/// As [`sleep`], in milliseconds.
#[track_caller]
pub fn sleep_ms(ms: u32) {
    sleep(Duration::from_millis(ms.into()));
}

/// Gives way: loom lets another thread run first.
pub fn yield_now() {
    drop(Run::current());
    loom::thread::yield_now();
}

/// Waits for this thread's token and takes it.
#[track_caller]
pub fn park() {
    let waiting = Waiting {
        what: "being unparked",
        at: Location::caller(),
    };
    Run::current().me().waits(waiting, loom::thread::park);
}

/// Ends the run: loom cannot.
pub fn park_timeout(_: Duration) {
    cannot(&format!("`park_timeout`: {NO_CLOCK}"))
}

/// Whether the calling thread is unwinding.
#[must_use]
pub fn panicking() -> bool {
    match Run::try_current() {
        Some(_) => unwinding::is_mine(),
        None => std::thread::panicking(),
    }
}

/// Four, on every machine.
///
/// # Errors
/// None.
pub fn available_parallelism() -> std::io::Result<NonZero<usize>> {
    Ok(NonZero::new(4).expect("four is not zero"))
}
