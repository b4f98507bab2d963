//! The classical kernels: each flaw is found, soon, and shown simply; what is right passes.

#[path = "../../examples/kernels/here.rs"]
mod here;
#[path = "../../examples/kernels/measure.rs"]
mod measure;
#[path = "../../examples/kernels/there.rs"]
mod there;

use std::time::Duration;

use model_std::model::Exhaustive;

use here::programs::KERNELS;
use measure::{Shuttle, median};

/// Of each: the most executions to the first failure, and the interruptions with which it is shown. The rest of the kernels
/// is for chance alone.
const FOUND: &[(&str, u64, u32)] = &[
    ("account", 2, 1),
    ("airline", 2, 1),
    ("arithmetic", 2, 1),
    ("bluetooth", 5, 1),
    ("bounded buffer", 3, 0),
    ("carter", 2, 1),
    ("circular buffer", 4, 1),
    ("dekker", 2, 2),
    ("fsbench", 2, 1),
    ("lazy init", 4, 1),
    ("lost wake-up", 4, 1),
    ("phase", 1, 1),
    ("philosophers", 2, 2),
    ("queue", 9, 1),
    ("readers-writer", 2, 1),
    ("reorder", 50, 1),
    ("stack", 4, 1),
    ("sync", 11, 1),
    ("token ring", 4, 1),
    ("twostage", 2, 1),
    ("work-stealing queue", 4, 1),
    ("wronglock", 2, 1),
];

fn kernel(name: &str) -> fn(bool) {
    let found = KERNELS.iter().find(|kernel| kernel.name == name);
    found.unwrap_or_else(|| panic!("no kernel {name}")).run
}

/// A search that no machine is too slow for.
fn search() -> Exhaustive {
    Exhaustive::new().budget(Duration::MAX).executions(100_000)
}

#[test]
fn every_flaw_is_found_soon_and_shown_with_the_interruptions_it_needs() {
    assert_eq!(FOUND.len() + 1, KERNELS.len(), "all but safestack");
    for &(name, executions, interruptions) in FOUND {
        let run = kernel(name);
        let (result, first) = search().run_counting(move || run(false));
        let failure = result.expect_err(name);
        assert!(
            first.is_some_and(|first| first <= executions),
            "{name}: {first:?}"
        );
        assert!(!failure.always, "{name}: {failure}");
        let shown = failure.trace.interruptions;
        assert!(
            shown.is_some_and(|shown| shown <= interruptions),
            "{name}: {failure}"
        );
    }
}

#[test]
fn what_is_right_passes_and_is_complete() {
    for kernel in KERNELS {
        let run = kernel.run;
        let explored = search().run(move || run(true));
        let explored = explored.unwrap_or_else(|failure| panic!("{}: {failure}", kernel.name));
        assert!(explored.is_complete(), "{}: {explored}", kernel.name);
    }
}

/// The median here, of some seeds, is at most the lesser of shuttle's two.
#[test]
fn no_flaw_takes_more_executions_than_under_shuttle() {
    const SEEDS: u64 = 25;
    const MOST: u64 = 400;
    for theirs in there::programs::KERNELS {
        if theirs.name == "safestack" {
            continue;
        }
        let run = kernel(theirs.name);
        let ours = (0..SEEDS).map(|seed| {
            let (_, first) = search().seed(seed).run_counting(move || run(false));
            first.expect("it is found")
        });
        let ours = median(ours.collect());
        for scheduler in [Shuttle::Random, Shuttle::Pct] {
            let runs = (0..SEEDS).map(|seed| measure::there(theirs.run, scheduler, seed, MOST));
            let shuttles = median(runs.collect());
            assert!(
                ours <= shuttles,
                "{}: {ours}, {scheduler:?} {shuttles}",
                theirs.name
            );
        }
    }
}
