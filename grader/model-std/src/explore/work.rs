//! Simulated work: what takes a core's time, as sleeping takes none.

use std::panic::Location;
use std::time::Duration;

use crate::engine::platform::quiet;
use crate::engine::{self, Action, Kind, NO_OBJECT, Op};

/// Keeps a core of the model's machine busy for `cost`.
///
/// In virtual time the clock moves on by `cost` from the moment when a core is free: each core of
/// the machine ([`VirtualTime::cores`](crate::model::VirtualTime::cores)) does one job at a time,
/// and the rest queue, first come, first served. Threads that come at the same moment are served in
/// the order of spawning, whatever the seed. A job that has begun keeps its core to the end.
/// Sleeping and waiting need no core, nor does work that costs nothing, and the program's own steps
/// take no time.
///
/// In an exhaustive run work is like sleep: it orders nothing, so any interleaving is possible meanwhile.
///
/// # Panics
/// Outside a model, where there is no such clock; see [`is_running`].
///
/// ```
/// use model_std::model::{VirtualTime, work};
/// use std::time::Duration;
///
/// let jobs = || {
///     let jobs: Vec<_> = (0..20).map(|_| model_std::thread::spawn(|| work(Duration::from_secs(1)))).collect();
///     jobs.into_iter().for_each(|job| job.join().unwrap());
/// };
/// for (cores, seconds) in [(1, 20), (2, 10), (4, 5), (8, 3)] {
///     let timeline = VirtualTime::new().cores(cores).run(jobs).unwrap();
///     assert_eq!(timeline.elapsed(), Duration::from_secs(seconds));
/// }
/// ```
#[track_caller]
pub fn work(cost: Duration) {
    if quiet::is_quiet() && !engine::is_running() {
        // A destructor of what an execution left behind: its clock is gone, and nothing depends on it any more.
        return;
    }
    let cost = u64::try_from(cost.as_nanos()).unwrap_or(u64::MAX);
    engine::step_with(
        Op::new(Kind::Work, NO_OBJECT, Location::caller()).until(cost),
        Action::Plain,
    );
}

/// Whether the caller runs inside a model, so that [`work`] can stand for the real thing. Also true for destructors of
/// what an execution left behind, for which `work` does nothing.
///
/// ```
/// assert!(!model_std::model::is_running());
/// model_std::model::virtual_time(|| assert!(model_std::model::is_running()));
/// ```
#[must_use]
pub fn is_running() -> bool {
    engine::is_running() || quiet::is_quiet()
}
