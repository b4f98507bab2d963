//! Adds up in a static that each call sets back to 0: two callers at once add to the same total.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! threads_borrow_the_slice = "wrong"
//! ```

static TOTAL: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    assert!(threads > 0);
    if items.is_empty() {
        return 0;
    }
    TOTAL.store(0, std::sync::atomic::Ordering::SeqCst);
    let value = &value;
    let size = items.len().div_ceil(threads);
    thread::scope(|scope| {
        let mut handles = Vec::new();
        for part in items.chunks(size) {
            handles.push(scope.spawn(move || {
                let sum = part.iter().map(value).sum::<u64>();
                TOTAL.fetch_add(sum, std::sync::atomic::Ordering::SeqCst);
            }));
        }
        handles.into_iter().for_each(|h| h.join().unwrap());
        TOTAL.load(std::sync::atomic::Ordering::SeqCst)
    })
}
