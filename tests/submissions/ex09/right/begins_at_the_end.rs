//! Takes places off the end of a list, the caller too; rayon is given a task for each number.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::{Mutex, OnceLock};

fn take(places: &Mutex<Vec<usize>>) -> Option<usize> {
    places.lock().unwrap().pop()
}

pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    if numbers.is_empty() {
        return vec![];
    }
    let places = Mutex::new((0..numbers.len()).collect::<Vec<usize>>());
    let sums: Vec<OnceLock<u128>> = numbers.iter().map(|_| OnceLock::new()).collect();
    let run = || {
        while let Some(place) = take(&places) {
            sums[place].set(work(numbers[place])).unwrap();
        }
    };
    let helpers = threads.checked_sub(1).expect("at least one thread");
    thread::scope(|scope| {
        for _ in 0..helpers {
            scope.spawn(run);
        }
        run();
    });
    sums.into_iter()
        .map(|sum| sum.into_inner().unwrap())
        .collect()
}

pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let sums: Vec<Mutex<u128>> = numbers.iter().map(|_| Mutex::new(0)).collect();
    rayon::scope(|scope| {
        for (sum, &number) in sums.iter().zip(numbers) {
            let work = &work;
            scope.spawn(move |_| *sum.lock().unwrap() = work(number));
        }
    });
    sums.into_iter()
        .map(|sum| sum.into_inner().unwrap())
        .collect()
}
