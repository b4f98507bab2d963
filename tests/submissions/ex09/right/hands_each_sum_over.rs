//! Moves the counter on only while there is a number, and hands each sum to the caller.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::{Mutex, mpsc};

pub fn sums_with_threads(
    numbers: &[u64],
    threads: usize,
    work: impl Fn(u64) -> u128 + Sync,
) -> Vec<u128> {
    assert!(threads > 0 || numbers.is_empty());
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        let (next, work) = (&next, &work);
        for _ in 0..threads.min(numbers.len()) {
            let sender = sender.clone();
            scope.spawn(move || {
                let claim = |now: usize| {
                    if now < numbers.len() {
                        Some(now + 1)
                    } else {
                        None
                    }
                };
                while let Ok(place) = next.fetch_update(Ordering::SeqCst, Ordering::SeqCst, claim) {
                    sender.send((place, work(numbers[place]))).unwrap();
                }
            });
        }
        drop(sender);
        let mut sums: Vec<(usize, u128)> = receiver.iter().collect();
        assert_eq!(sums.len(), numbers.len(), "a call panicked");
        sums.sort_unstable();
        sums.into_iter().map(|pair| pair.1).collect()
    })
}

pub fn sums_with_rayon(numbers: &[u64], work: impl Fn(u64) -> u128 + Sync) -> Vec<u128> {
    let sums = Mutex::new(vec![0; numbers.len()]);
    numbers.par_iter().enumerate().for_each(|(place, &number)| {
        let sum = work(number);
        sums.lock().unwrap()[place] = sum;
    });
    sums.into_inner().unwrap()
}
