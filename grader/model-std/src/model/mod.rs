//! The entry points: run a closure in virtual time, or under every interleaving.

mod diagnose;
mod exhaustive;
mod failure;
pub(crate) mod timeline;
mod virtual_time;
mod work;

pub use exhaustive::{Exhaustive, Explored};
pub use failure::{Failure, FailureKind, PanicInfo, Site, Step};
pub use timeline::{Interval, Timeline, Waiting};
pub use virtual_time::VirtualTime;
pub use work::{is_running, work};

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::engine;

/// Runs `f` in virtual time: sleeping takes no real time and moves a clock on exactly; everything else takes none.
///
/// # Panics
/// With the report, if `f` panics, deadlocks, leaves the process or never ends.
///
/// ```
/// use std::time::Duration;
/// let timeline = model_std::model::virtual_time(|| {
///     let sleepers: Vec<_> =
///         (1..=3).map(|n| model_std::thread::spawn(move || model_std::thread::sleep(Duration::from_secs(n)))).collect();
///     sleepers.into_iter().for_each(|sleeper| sleeper.join().unwrap());
/// });
/// assert_eq!(timeline.elapsed(), Duration::from_secs(3));
/// ```
#[track_caller]
pub fn virtual_time(f: impl Fn() + Send + Sync + 'static) -> Timeline {
    VirtualTime::new()
        .run(f)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

/// Runs `f` under every interleaving of its threads, or as many as fit into two seconds.
///
/// # Panics
/// With the report, on the first execution in which `f` panics, deadlocks, leaves the process or never ends.
///
/// ```
/// use model_std::sync::{Arc, Mutex};
/// let explored = model_std::model::exhaustive(|| {
///     let total = Arc::new(Mutex::new(0));
///     let theirs = total.clone();
///     let worker = model_std::thread::spawn(move || *theirs.lock().unwrap() += 1);
///     *total.lock().unwrap() += 1;
///     worker.join().unwrap();
///     assert_eq!(*total.lock().unwrap(), 2);
/// });
/// assert!(explored.complete);
/// assert_eq!(explored.executions, 2); // who locks first
/// ```
#[track_caller]
pub fn exhaustive(f: impl Fn() + Send + Sync + 'static) -> Explored {
    Exhaustive::new()
        .run(f)
        .unwrap_or_else(|failure| panic!("{failure}"))
}

/// Directory that relative file names of call sites are looked up in when a report quotes source lines.
pub fn set_source_root(dir: impl Into<PathBuf>) {
    crate::report::source::set_root(dir.into());
}

/// How long a thread of a model may run without an operation that the model can see; a minute unless set. Then the
/// process is ended with `abort`, because a loop such as `loop {}` cannot be stopped by anything less. Half way, or after
/// five seconds if that is sooner, a line on stderr says where it is. `None` never ends the process.
pub fn set_patience(limit: impl Into<Option<Duration>>) {
    engine::watchdog::set_limit(limit.into());
}

/// The one model that may run at a time in a process: statics are shared by all of them.
struct OnlyModel {
    _lock: MutexGuard<'static, ()>,
}

impl OnlyModel {
    /// Waits until no other OS thread runs a model, and makes ready for this one.
    ///
    /// # Panics
    /// Inside a model.
    fn begin() -> Self {
        static ONE: Mutex<()> = Mutex::new(());
        assert!(
            !engine::is_running(),
            "a model was started inside a model: `virtual_time` and `exhaustive` cannot be nested"
        );
        let lock = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        engine::prepare();
        Self { _lock: lock }
    }
}

impl Drop for OnlyModel {
    fn drop(&mut self) {
        engine::coroutine::give_back_memory();
    }
}
