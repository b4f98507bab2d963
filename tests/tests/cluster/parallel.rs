//! GNU parallel.

use std::fs;

use super::{FAILING, Trial, file, is_there};
use crate::program::Ended;

#[test]
fn gnu_parallel_grades_a_class_and_runs_again_what_failed() {
    if !is_there("parallel", "--version") {
        return;
    }
    let trial = Trial::spoiled();
    let run = || {
        let mut parallel = trial.command(file("parallel.sh"));
        parallel
            .args(trial.arguments())
            .env("PARALLEL_OPTIONS", "--jobs 2");
        Ended::of(parallel)
    };
    let ended = run();
    assert_eq!(ended.code, 1, "one has failed: {ended:?}");
    assert!(
        ended.stderr.contains("shard 2/3 was not graded"),
        "{ended:?}"
    );
    trial.is_refused();
    trial.mend();
    let ended = run();
    assert_eq!(ended.code, 0, "{ended:?}");
    trial.is_whole();

    let log = fs::read_to_string(trial.path("books/parallel.log")).expect("parallel writes it");
    let mut begun: Vec<usize> = log
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next()?.parse().ok())
        .collect();
    begun.sort_unstable();
    assert_eq!(
        begun,
        [1, FAILING, FAILING, 3],
        "only that one is run again"
    );
}
