//! rayon: its pools take the cores of the model's machine, and belong to one execution.

use std::model::{Sampled, VirtualTime, virtual_time};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rayon::prelude::*;

/// A unit of work: a second.
const UNIT: u64 = 10_000_000;

fn twenty_sums() {
    let sums: Vec<u128> = vec![UNIT; 20]
        .into_par_iter()
        .map(workload::sum_of_squares)
        .collect();
    assert_eq!(sums, [333_333_283_333_335_000_000; 20]);
}

#[test]
fn twenty_units_take_twenty_ten_five_three() {
    for (cores, seconds) in [(1, 20), (2, 10), (4, 5), (8, 3)] {
        let timeline = VirtualTime::new().cores(cores).run(twenty_sums).unwrap();
        assert_eq!(
            timeline.elapsed(),
            Duration::from_secs(seconds),
            "{cores} cores"
        );
    }
}

#[test]
fn a_pool_has_the_threads_that_it_was_built_with() {
    for (threads, seconds) in [(1, 20), (2, 10), (5, 4), (20, 1)] {
        let timeline = VirtualTime::new().cores(64).run(move || {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(twenty_sums);
        });
        assert_eq!(
            timeline.unwrap().elapsed(),
            Duration::from_secs(seconds),
            "{threads} threads"
        );
    }
}

#[test]
fn each_execution_has_a_pool_of_its_own() {
    for _ in 0..3 {
        let timeline = virtual_time(|| {
            let (a, b) = rayon::join(
                || workload::sum_of_squares(UNIT),
                || workload::sum_of_squares(UNIT),
            );
            assert_eq!(a, b);
        });
        assert_eq!(timeline.elapsed(), Duration::from_secs(1));
    }
}

#[test]
fn a_lost_update_in_par_iter_is_found_by_samples() {
    let failure = Sampled::new().executions(2_000).run(|| {
        let hits = AtomicU32::new(0);
        (0..4).into_par_iter().for_each(|_| {
            hits.store(hits.load(Ordering::SeqCst) + 1, Ordering::SeqCst);
        });
        assert_eq!(hits.load(Ordering::SeqCst), 4);
    });
    let failure = failure.unwrap_err();
    println!("{failure}");
}

#[test]
fn each_job_is_done_once_whatever_memory_shows() {
    let explored = Sampled::new().executions(1_000).run(|| {
        let begun: Vec<AtomicU32> = (0..5).map(|_| AtomicU32::new(0)).collect();
        let doubled: Vec<usize> = (0..5_usize)
            .into_par_iter()
            .map(|n| n + begun[n].fetch_add(1, Ordering::Relaxed) as usize + n)
            .collect();
        assert_eq!(doubled, [0, 2, 4, 6, 8]);
        assert!(begun.iter().all(|begun| begun.load(Ordering::Relaxed) == 1));
    });
    assert_eq!(explored.unwrap().executions, 1_000);
}
