//! Believes that two threads are better than one: results come in the order in which they are ready.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! stages_pass_on_items_and_both_ends = "race"
//! ```

/// Starts a thread that calls `f` on each item.
pub fn stage<F>(input: Receiver<u64>, f: F, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    fan_out(input, f, 2, room)
}
