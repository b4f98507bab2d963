//! The work in a model: the results of the real std, at exactly the cost that is published.

use std::sync::mpsc;
use std::time::Duration;

use model_std::model::{self, VirtualTime, Waiting};
use model_std::thread;
use proptest::prelude::*;
use workload::{busy, checksum, cost, is_prime, sum_of_squares};

/// Runs `f` in a model, and returns what it returned and how long that took.
fn in_model<T: Send + 'static>(f: impl Fn() -> T + Send + Sync + 'static) -> (T, Duration) {
    let (sender, receiver) = mpsc::channel();
    let timeline =
        model::virtual_time(move || sender.send(f()).expect("the test waits for the result"));
    (
        receiver.recv().expect("the run has ended"),
        timeline.elapsed(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sums_are_the_same_in_a_model_and_cost_what_is_said(n in 0_u64..100_000) {
        prop_assert_eq!(in_model(move || sum_of_squares(n)), (sum_of_squares(n), cost::sum_of_squares(n)));
    }

    #[test]
    fn primes_are_the_same_in_a_model_and_cost_what_is_said(n in 0_u64..1_000_000_000) {
        prop_assert_eq!(in_model(move || is_prime(n)), (is_prime(n), cost::is_prime(n)));
    }

    #[test]
    fn checksums_are_the_same_in_a_model_and_cost_what_is_said(bytes in prop::collection::vec(any::<u8>(), 0..5_000)) {
        let expected = (checksum(&bytes), cost::checksum(bytes.len()));
        prop_assert_eq!(in_model(move || checksum(&bytes)), expected);
    }

    #[test]
    fn being_busy_costs_what_is_said(steps in 0_u64..100_000) {
        busy(steps);
        prop_assert_eq!(in_model(move || busy(steps)).1, cost::busy(steps));
    }
}

#[test]
fn no_argument_is_too_large() {
    let (prime, time) = in_model(|| is_prime(18_446_744_073_709_551_557));
    assert!(prime);
    assert_eq!(time, 2_147_483_648 * cost::STEP);
    let (_, time) = in_model(|| sum_of_squares(u64::MAX));
    // As long as a model can last: 584 years.
    assert_eq!(time, Duration::from_nanos(u64::MAX - 1));
}

/// The jobs of the Python course: five million squares and one more each time.
fn twenty_sums(first: u64) -> Vec<u128> {
    let jobs: Vec<_> = (0..20)
        .map(|more| thread::spawn(move || sum_of_squares(first + more)))
        .collect();
    jobs.into_iter()
        .map(|job| job.join().expect("it only adds up"))
        .collect()
}

#[test]
fn the_jobs_of_the_python_course_are_faster_on_more_cores() {
    // On up to 4 cores, core c does the jobs c, c + p, c + 2p... and the last core is the last to be done. On 8 the last
    // job begins when the fourth core is free again: after the jobs 3 and 11.
    for (cores, steps) in [
        (1, 100_000_190),
        (2, 50_000_100),
        (4, 25_000_055),
        (8, 15_000_033),
    ] {
        let run = VirtualTime::new()
            .cores(cores)
            .run(|| drop(twenty_sums(5_000_000)));
        let elapsed = run.expect("nothing fails").elapsed();
        assert_eq!(elapsed, steps * cost::STEP, "{cores} cores");
    }
}

#[test]
fn the_timeline_names_the_line_that_called() {
    let timeline = model::virtual_time(|| {
        busy(7);
    });
    let line = line!() - 2;
    let spent = &timeline.intervals(0)[0];
    assert_eq!(spent.waiting, Waiting::Work);
    assert!(
        spent.place.ends_with(&format!("model.rs:{line}")),
        "{}",
        spent.place
    );
}

#[test]
fn threads_that_are_not_the_models_do_real_work_meanwhile() {
    let (sum, time) = in_model(|| {
        let real = std::thread::spawn(|| sum_of_squares(1_000));
        real.join().expect("it only adds up")
    });
    assert_eq!((sum, time), (332_833_500, Duration::ZERO));
}

#[test]
fn a_search_is_not_made_longer_by_large_numbers() {
    let explored = model::exhaustive(|| {
        let threads = [112_272_535_095_293, 1_099_726_899_285_419]
            .map(|n| thread::spawn(move || is_prime(n)));
        let primes = threads.map(|thread| thread.join().expect("it only divides"));
        assert_eq!(primes, [true, false]);
    });
    assert!(explored.is_complete());
    assert_eq!(explored.executions, 1);
}
