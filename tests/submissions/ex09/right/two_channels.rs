//! Numbers come to the threads through one channel and sums go back through another.
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
    let (give, take) = mpsc::channel();
    let (send, sums) = mpsc::channel();
    for entry in numbers.iter().copied().enumerate() {
        give.send(entry).unwrap();
    }
    drop(give);
    let take = Mutex::new(take);
    let mut done = vec![0; numbers.len()];
    thread::scope(|scope| {
        for _ in 0..threads {
            let (take, work, send) = (&take, &work, send.clone());
            scope.spawn(move || {
                loop {
                    let taken = take.lock().unwrap().recv();
                    let Ok((place, number)) = taken else {
                        return;
                    };
                    send.send((place, work(number))).unwrap();
                }
            });
        }
        drop(send);
        for (place, sum) in sums {
            done[place] = sum;
        }
    });
    done
}

use std::sync::{Mutex, mpsc};
