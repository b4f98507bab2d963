//! Executions until the first that fails: here, and under shuttle's schedulers.

use std::cell::Cell;
use std::panic;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Once};

use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, FailurePersistence, Runner};

/// Which of shuttle's schedulers.
#[derive(Debug, Clone, Copy)]
pub enum Shuttle {
    Random,
    /// With up to two changes of priorities.
    Pct,
}

/// The depth that shuttle's PCT is asked for: what is usual.
const DEPTH: usize = 3;

thread_local! {
    /// Whether shuttle runs on this OS thread.
    static IS_SHUTTLES: Cell<bool> = const { Cell::new(false) };
}

/// Lets panics under shuttle say nothing from now on: failures are what is looked for. What others do about panics stays,
/// the model above all. Shuttle has a hook of its own, which its first run sets.
fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        Runner::new(RandomScheduler::new(1), Config::new()).run(|| {});
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_SHUTTLES.get() {
                before(panic);
            }
        }));
    });
}

/// Executions there until the first fails; `most` if none does.
pub fn there(program: fn(bool), scheduler: Shuttle, seed: u64, most: u64) -> u64 {
    let iterations = usize::try_from(most).expect("so many can be counted");
    match scheduler {
        Shuttle::Random => run(RandomScheduler::new_from_seed(seed, iterations), program),
        Shuttle::Pct => run(
            PctScheduler::new_from_seed(seed, DEPTH, iterations),
            program,
        ),
    }
}

/// In an OS thread of its own: shuttle leaves a failing execution behind where several threads panic, and the next would
/// fail at once.
fn run(scheduler: impl Scheduler + Send + 'static, program: fn(bool)) -> u64 {
    let begun = Arc::new(AtomicU64::new(0));
    let counted = begun.clone();
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    silence();
    let runner = move || {
        IS_SHUTTLES.set(true);
        Runner::new(scheduler, config).run(move || {
            counted.fetch_add(1, Relaxed);
            program(false);
        })
    };
    // A failure ends the runner with a panic.
    let _failure = std::thread::spawn(runner).join();
    begun.load(Relaxed)
}

/// The middle one; of an even number, the upper one of two.
pub fn median<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}
