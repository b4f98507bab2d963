//! Work on the cores of the model's machine: exact times, and nothing proven that is not.

mod ends;
mod mixtures;
mod queue;
mod reference;
mod search;

use std::model::{Timeline, VirtualTime, Waiting, work};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The fixed order and some seeds: how long it takes must be the same in all.
const SEEDS: [Option<u64>; 9] = [
    None,
    Some(1),
    Some(2),
    Some(3),
    Some(4),
    Some(5),
    Some(6),
    Some(7),
    Some(8),
];

/// Ties broken by this seed, or in the fixed order.
fn in_order(settings: VirtualTime, seed: Option<u64>) -> VirtualTime {
    match seed {
        Some(seed) => settings.seed(seed),
        None => settings,
    }
}

/// Runs `f` in every order and returns the run in the fixed one.
fn on(cores: usize, f: impl Fn() + Send + Sync + 'static) -> Timeline {
    let f = real::sync::Arc::new(f);
    let run = |seed: Option<u64>| {
        let f = f.clone();
        in_order(VirtualTime::new().cores(cores), seed)
            .run(move || f())
            .unwrap_or_else(|failure| panic!("{failure}"))
    };
    let fixed = run(None);
    for seed in SEEDS {
        assert_eq!(run(seed).elapsed(), fixed.elapsed(), "seed {seed:?}");
    }
    fixed
}

/// A thread for each piece of work of so many seconds.
fn threads_of(costs: &[u64]) {
    let spawn = |&cost: &u64| thread::spawn(move || work(secs(cost)));
    let threads: Vec<_> = costs.iter().map(spawn).collect();
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

/// When thread number `thread` did what, in seconds.
fn spent(timeline: &Timeline, thread: usize) -> Vec<(Waiting, u64, u64)> {
    timeline
        .intervals(thread)
        .iter()
        .map(|at| (at.waiting, at.since.as_secs(), at.until.as_secs()))
        .collect()
}
