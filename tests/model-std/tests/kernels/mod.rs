//! The classical kernels: each flaw is found, soon, and shown simply; what is right passes.

#[path = "../../examples/kernels/here.rs"]
mod here;
#[path = "../../examples/kernels/measure.rs"]
mod measure;
#[path = "../../examples/kernels/there.rs"]
mod there;

use std::time::Duration;

use model_std::model::{Exhaustive, Failure};

use here::programs::{KERNELS, Kernel};
use measure::{Shuttle, median};

/// The most executions to the first failure of each, and the interruptions that are shown.
const FOUND: &[(&str, u64, u32)] = &[("account", 2, 1)];

fn found(kernel: &Kernel, seed: u64) -> (Box<Failure>, u64) {
    let run = kernel.run;
    let search = Exhaustive::new().budget(Duration::MAX).seed(seed);
    let (result, first) = search.run_counting(move || run(false));
    let failure = result.expect_err(kernel.name);
    (failure, first.expect("it has failed"))
}

#[test]
fn every_flaw_is_found_soon_and_shown_with_the_interruptions_it_needs() {
    for kernel in KERNELS {
        let start = std::time::Instant::now();
        let (failure, first) = found(kernel, 0);
        eprintln!(
            "(\"{}\", {first}, {:?}), {:?} {:?}",
            kernel.name,
            failure.trace.interruptions,
            start.elapsed(),
            failure.always
        );
    }
}

#[test]
fn what_is_right_passes_and_is_complete() {
    for kernel in KERNELS {
        let run = kernel.run;
        let start = std::time::Instant::now();
        let search = Exhaustive::new().budget(Duration::MAX);
        let explored = search.run(move || run(true));
        let explored = explored.unwrap_or_else(|failure| panic!("{}: {failure}", kernel.name));
        eprintln!("{} {explored} {:?}", kernel.name, start.elapsed());
        assert!(explored.is_complete(), "{}: {explored}", kernel.name);
    }
}
