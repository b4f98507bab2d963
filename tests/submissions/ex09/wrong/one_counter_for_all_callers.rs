//! Counts in a static that each call sets back to 0: two callers at once take numbers from each other.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! no_sum_is_lost_or_done_twice = "wrong"
//! ```

use std::sync::Mutex;

static NEXT: AtomicUsize = AtomicUsize::new(0);

pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0 || numbers.is_empty());
    NEXT.store(0, Ordering::SeqCst);
    let sums = Mutex::new(vec![0; numbers.len()]);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let place = NEXT.fetch_add(1, Ordering::Relaxed);
                    if place >= numbers.len() {
                        break;
                    }
                    let sum = work(numbers[place]);
                    sums.lock().unwrap()[place] = sum;
                }
            });
        }
    });
    sums.into_inner().unwrap()
}
