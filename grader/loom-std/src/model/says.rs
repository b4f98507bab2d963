//! What loom's own panics say, in our words.

use super::settings::{MAX_BRANCHES, MAX_THREADS};

/// Whether loom has found a deadlock.
pub(super) fn is_deadlock(message: &str) -> bool {
    message.starts_with("deadlock; threads")
}

/// Why loom cannot judge, from the panic that it gave up with.
pub(super) fn why_not(message: &str) -> String {
    if message.starts_with("Model exceeded maximum number of branches") {
        format!("an execution has more than {MAX_BRANCHES} steps: a loop that spins or polls")
    } else if message.contains("threads.len() < self.max") {
        format!("it has {MAX_THREADS} threads, with main")
    } else if message.contains("outside a Loom model") {
        "its threads and locks are there only in an exhaustive run".to_owned()
    } else if message.contains("fully deterministic") {
        "the code does not do the same in each execution".to_owned()
    } else if message.contains("invalid internal loom state") {
        "a thread reads an RwLock twice at once".to_owned()
    } else {
        format!("it gave up with {:?}", message.trim())
    }
}
