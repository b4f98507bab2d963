//! The stub as it was handed out.
//!
//! Exercise 07: channels. Edit only this file; the lesson is in `README.md`.
//!
//! ```toml
//! others = "not_attempted"
//! ```

use std::sync::mpsc::{Receiver, Sender};

/// Task 1. Calls each producer on a thread of its own, with a sender of one common channel.
///
/// Returns what was sent, each message once, in the order of arrival, when no sender is left.
/// A producer may send many messages or none, hand its sender on to another thread, or panic:
/// what it has sent before counts.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    todo!("Task 1: start {} producers", producers.len())
}

/// Task 2. Starts a thread that takes one item after another and sends it, and returns at once.
///
/// At most `room` items wait in the channel; when it is full, the thread waits with one more item in its
/// hand. It ends when there are no more items, or when it has an item and the receiver is gone.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    let _ = items; // Delete this line: it only says that `items` is not forgotten.
    todo!("Task 2: a channel with room for {room}")
}

/// Task 3. Starts a thread that calls `f` on each item of `input` and sends the result; returns at once.
///
/// Results keep the order of the items, and at most `room` wait in the channel. The thread ends with its
/// input, when it has a result and the receiver is gone, or when `f` panics.
pub fn stage<F>(input: Receiver<u64>, f: F, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let _ = (input, f); // Delete this line.
    todo!("Task 3: a channel with room for {room}")
}

/// Task 4. As `stage`, with `workers` threads that share the input: a free one takes the next item.
///
/// Results come in the order in which they are ready. If `f` panics, that item has no result, and the
/// workers that are left do the other items. With no worker the result ends at once.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    let _ = (input, f); // Delete this line.
    todo!("Task 4: {workers} workers, and a channel with room for {room}")
}
