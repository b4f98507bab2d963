//! Lets rayon join two halves, each of which joins two halves; the threads share out places to write to.
//!
//! ```toml
//! base = "solution"
//! ```

/// Sums on threads.
pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0, "sums need a thread");
    let mut sums = vec![0; numbers.len()];
    let places = Mutex::new(sums.iter_mut().zip(numbers));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let taken = places.lock().unwrap().next();
                    let Some((sum, &number)) = taken else {
                        return;
                    };
                    *sum = work(number);
                }
            });
        }
    });
    sums
}

/// Sums by rayon.
pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let mut sums = vec![0; numbers.len()];
    halves(numbers, &mut sums, &work);
    sums
}

fn halves(numbers: &[u64], sums: &mut [u128], work: &(impl Fn(u64) -> u128 + Sync)) {
    match (numbers, &mut *sums) {
        ([], _) => {}
        (&[number], [sum]) => *sum = work(number),
        _ => {
            let middle = numbers.len() / 2;
            let (first, second) = numbers.split_at(middle);
            let (left, right) = sums.split_at_mut(middle);
            rayon::join(|| halves(first, left, work), || halves(second, right, work));
        }
    }
}

use std::sync::Mutex;
