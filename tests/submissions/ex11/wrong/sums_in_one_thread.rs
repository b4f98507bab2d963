//! Believes that a thread in a scope is parallel by itself: one thread adds up everything.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "too_slow"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    assert!(threads > 0);
    thread::scope(|scope| {
        scope
            .spawn(|| items.iter().map(&value).sum())
            .join()
            .expect("a value")
    })
}
