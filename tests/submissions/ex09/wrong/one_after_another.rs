//! TODO(author): what somebody is thinking who writes this.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! three_calls_are_at_work_at_once = "too_slow"
//! ```

/// One call after another.
pub fn at_once(inputs: &[u64], task: impl Fn(u64) -> u64 + Sync) -> Vec<u64> {
    inputs.iter().map(|&input| task(input)).collect()
}
