//! Pools of processes under test: a submission that shares inputs out among workers, or is a worker itself.
//!
//! The workers are this very check program, started again ([`worker`](crate::worker)), and talk as simply as can be: a
//! number on a line of input, its answer on a line of output, until the end of input.
//!
//! - [`Pool`]: one run of a function that hands inputs to workers, with their results and what the workers told;
//! - [`Served`]: a worker whose loop is the submission's, asked line by line;
//! - [`answer`], [`answer_silently`], [`answer_lines`], [`begun`], [`returned`]: what runs in the workers.

mod pool;
mod served;
mod work;

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use supervise::TimeLimit;

use crate::ending::secs;

pub use pool::{Pool, Worker};
pub use served::Served;
pub use work::{answer, answer_lines, answer_silently, begun, returned};

/// How long an answer, or a whole pool, is waited for. Both come within milliseconds, or never: nothing is measured by it.
pub const PATIENCE: Duration = secs(8);

/// Waits for what comes next, for [`PATIENCE`]. Time in which this process or one of its workers was ready to run and had
/// no processor does not count: on a busy machine work takes longer, and is none the worse.
fn next_of<T>(receiver: &Receiver<T>) -> Result<T, RecvTimeoutError> {
    let mut limit = TimeLimit::of(PATIENCE);
    loop {
        let left = limit.ask_again().saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Err(RecvTimeoutError::Timeout) if !limit.is_over(std::process::id()) => {}
            ended => return ended,
        }
    }
}
