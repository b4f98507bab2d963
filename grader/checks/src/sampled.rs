//! `sampled`: a run under random schedules.

use course::Proof;
use model_std::model::Sampled;

use crate::check_state;
use crate::judge::{self, Mode};
use crate::panics::in_model;

/// Runs `f` under `schedules` random schedules of its threads, the same on every machine: for what has too many
/// interleavings for [`exhaustive`](crate::exhaustive), such as a pool of rayon or a channel of crossbeam with several
/// senders.
///
/// `f` runs in the model: its `std` must be `model_std`. An assertion that fails under every schedule is `wrong`, one that
/// fails under some is a `race`. A pass proves no more than that so many schedules passed, and says so: ask for
/// [`exhaustive`](crate::exhaustive) where that is affordable.
///
/// ```
/// use model_std::sync::Mutex;
/// use model_std::thread;
///
/// let check = || {
///     checks::sampled(200, || {
///         let total = Mutex::new(0);
///         thread::scope(|scope| (0..50).for_each(|_| { scope.spawn(|| *total.lock().unwrap() += 1); }));
///         assert_eq!(total.into_inner().unwrap(), 50);
///     });
/// };
/// # check();
/// ```
///
/// # Panics
/// If `schedules` is 0.
pub fn sampled(schedules: u64, f: impl Fn() + Send + Sync + 'static) {
    assert!(schedules > 0, "no schedule proves nothing");
    sample(schedules, Box::new(f));
}

/// Compiled once and not for each closure of each check.
fn sample(schedules: u64, f: Box<dyn Fn() + Send + Sync>) {
    let result = in_model(|| {
        let each = check_state::each_execution(f);
        Sampled::new().executions(schedules).run(each)
    });
    let failure = result
        .as_ref()
        .err()
        .map(|failure| (failure.as_ref(), Mode::Exhaustive));
    check_state::end_if_told_to(failure);
    match result {
        Ok(explored) => check_state::with(|state| {
            state.prove(Proof::Explored {
                executions: explored.executions,
                complete: false,
                covered: explored.covered().to_owned(),
            })
        }),
        Err(failure) => check_state::end(judge::failure(&failure, Mode::Exhaustive)),
    };
}
