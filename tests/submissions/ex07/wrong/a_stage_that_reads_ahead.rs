//! Takes all items in as they come, on a second thread, so that the producer need not wait.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! stages_pass_on_items_and_both_ends = "wrong"
//! ```

/// Starts a thread that calls `f` on each item.
pub fn stage<F>(input: Receiver<u64>, f: F, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let (queue, items) = mpsc::channel();
    thread::spawn(move || input.iter().try_for_each(|item| queue.send(item)));
    produce(items.into_iter().map(f), room)
}
