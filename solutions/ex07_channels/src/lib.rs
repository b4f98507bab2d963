//! Exercise 07, solved: threads that hand values to each other through channels, and learn from them when to end.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

/// Calls each producer on a thread of its own, with a sender of one common channel.
///
/// Returns what was sent, each message once, in the order of arrival, when no sender is left.
/// A producer may send many messages or none, hand its sender on to another thread, or panic:
/// what it has sent before counts.
pub fn collect_all<P>(producers: Vec<P>) -> Vec<u64>
where
    P: FnOnce(Sender<u64>) + Send + 'static,
{
    let (sender, receiver) = mpsc::channel();
    for producer in producers {
        let sender = sender.clone();
        // The handle is not kept: this function waits for the end of the messages, and not for the threads. A producer
        // that panics lets go of its sender like any other, and the panic ends its own thread only.
        thread::spawn(move || producer(sender));
    }
    // Each producer has a clone, and this is the original. Without this line the receiver would wait for a message that
    // only this thread could still send, and this thread is waiting.
    drop(sender);
    // `iter` is a loop around `recv`: it sleeps while nothing comes, and ends when nothing can come any more.
    //
    // Rejected: to take one message for each producer, as the Python lesson does. Nobody knows how many messages there
    // will be. And to join the producers first: a thread to which a producer has handed its sender may still send.
    receiver.iter().collect()
}

/// Starts a thread that takes one item after another and sends it, and returns at once.
///
/// At most `room` items wait in the channel; when it is full, the thread waits with one more item in its
/// hand. It ends when there are no more items, or when it has an item and the receiver is gone.
pub fn produce<I>(items: I, room: usize) -> Receiver<u64>
where
    I: Iterator<Item = u64> + Send + 'static,
{
    // Rejected: `mpsc::channel`. It takes whatever comes, so a producer that is faster than its reader fills the memory.
    let (sender, receiver) = mpsc::sync_channel(room);
    thread::spawn(move || {
        // The iterator makes an item when it is asked for one, so none is begun before the last one was sent.
        for item in items {
            // An error says that the receiver is gone: nobody will ever want an item, and that is no reason to panic.
            if sender.send(item).is_err() {
                break;
            }
        }
        // Here the only sender is dropped, which tells the receiver that nothing more will come.
    });
    receiver
}

/// Starts a thread that calls `f` on each item of `input` and sends the result; returns at once.
///
/// Results keep the order of the items, and at most `room` wait in the channel. The thread ends with its
/// input, when it has a result and the receiver is gone, or when `f` panics.
pub fn stage<F>(input: Receiver<u64>, f: F, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    // The thread owns both ends: the receiver of one channel and the sender of the next. However it ends, both are
    // dropped, and those before and behind it learn of that.
    produce(input.into_iter().map(f), room)
}

/// As `stage`, with `workers` threads that share the input: a free one takes the next item.
///
/// Results come in the order in which they are ready. If `f` panics, that item has no result, and the
/// workers that are left do the other items. With no worker the result ends at once.
pub fn fan_out<F>(input: Receiver<u64>, f: F, workers: usize, room: usize) -> Receiver<u64>
where
    F: Fn(u64) -> u64 + Send + Sync + 'static,
{
    // A receiver belongs to one thread at a time, so the workers share it under a lock.
    //
    // Rejected: a channel for each worker, filled in turn. An item can then wait behind a long one while another worker
    // has nothing to do, and what waits for a worker that has panicked is lost.
    let input = Arc::new(Mutex::new(input));
    let f = Arc::new(f);
    let (sender, receiver) = mpsc::sync_channel(room);
    for _ in 0..workers {
        let (input, f, sender) = (Arc::clone(&input), Arc::clone(&f), sender.clone());
        thread::spawn(move || {
            while let Some(item) = next(&input) {
                if sender.send(f(item)).is_err() {
                    break;
                }
            }
        });
    }
    // The original sender is dropped here, and so is this function's share of the input: the workers have theirs. If
    // there are none, that is the end of both channels.
    receiver
}

/// Waits for the next item; `None` when there will be none.
fn next(input: &Mutex<Receiver<u64>>) -> Option<u64> {
    // The guard is dropped before this function returns, so nobody works under the lock.
    //
    // Rejected: `while let Ok(item) = input.lock().unwrap().recv()` in the worker. There the guard lives until the end of
    // the loop's body: the workers would work one after the other, and a panic of `f` would poison the lock for all.
    input
        .lock()
        .expect("nothing panics under the lock")
        .recv()
        .ok()
}
