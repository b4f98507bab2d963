//! Believes that more threads are faster: starts one for each item.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "wrong"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    assert!(threads > 0);
    let value = &value;
    thread::scope(|scope| {
        let start = |item| scope.spawn(move || value(item));
        let all: Vec<_> = items.iter().map(start).collect();
        all.into_iter()
            .map(|thread| thread.join().expect("a value"))
            .sum()
    })
}
