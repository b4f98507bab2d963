//! Right, and as slow as one thread: "a lock round everything is safest".
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! rayon_threads_work_at_the_same_time = "not_concurrent"
//! ```

pub fn over_rayon(numbers: &[u64], test: impl Fn(u64) -> bool + Sync + Send) -> Vec<bool> {
    let turn = Mutex::new(());
    numbers
        .par_iter()
        .map(|&number| {
            let _turn = turn.lock();
            test(number)
        })
        .collect()
}
