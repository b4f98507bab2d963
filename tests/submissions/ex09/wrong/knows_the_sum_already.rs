//! Keeps the sum of each number, and does not call `work` for an equal one.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! no_sum_is_lost_or_done_twice = "wrong"
//! ```

use std::collections::HashMap;
use std::sync::Mutex;

fn look_up(
    cache: &Mutex<HashMap<u64, u128>>,
    number: u64,
    work: &(impl Fn(u64) -> u128 + Sync),
) -> u128 {
    if let Some(sum) = cache.lock().unwrap().get(&number) {
        return *sum;
    }
    let sum = work(number);
    cache.lock().unwrap().insert(number, sum);
    sum
}

pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    let cache = Mutex::new(HashMap::new());
    assert!(threads > 0 || numbers.is_empty());
    let next = AtomicUsize::new(0);
    let sums = Mutex::new(vec![0; numbers.len()]);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= numbers.len() {
                        break;
                    }
                    let sum = look_up(&cache, numbers[place], &work);
                    sums.lock().unwrap()[place] = sum;
                }
            });
        }
    });
    sums.into_inner().unwrap()
}
