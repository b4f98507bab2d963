//! Believes that a receiver cannot be shared, and gives it to a single worker.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! workers_share_one_receiver = "too_slow"
//! a_panic_costs_one_item_only = "wrong"
//! ```

/// Starts workers that share the input.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    if workers == 0 {
        return mpsc::channel().1;
    }
    stage(input, f, room)
}
