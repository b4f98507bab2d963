//! Returns 0 for no items before it asks whether there is a thread.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_panic_reaches_the_caller = "wrong"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    if items.is_empty() {
        return 0;
    }
    let value = &value;
    let size = items.len().div_ceil(threads);
    thread::scope(|scope| {
        let mut handles = Vec::new();
        for part in items.chunks(size) {
            handles.push(scope.spawn(move || part.iter().map(value).sum::<u64>()));
        }
        handles.into_iter().map(|h| h.join().unwrap()).sum()
    })
}
