//! Believes that a channel ends with its last message.
//!
//! The iterator keeps the sender of which the others are clones, and waits for it in the end.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! as_completed_answers_in_the_order_of_finishing = "deadlock"
//! no_result_is_lost_or_doubled = "deadlock"
//! ```

use std::iter;

/// Gives each result once, with its key, in the order in which the tasks end.
pub fn as_completed<K, T>(
    tasks: Vec<(K, Handle<T>)>,
) -> impl Iterator<Item = (K, thread::Result<T>)>
where
    K: Send + 'static,
    T: Send + 'static,
{
    let (sender, results) = mpsc::channel();
    let start = |sender: &mpsc::Sender<_>, (key, handle): (K, Handle<T>)| {
        let sender = sender.clone();
        thread::spawn(move || sender.send((key, handle.result())));
    };
    let mut tasks = tasks;
    iter::from_fn(move || {
        tasks.drain(..).for_each(|task| start(&sender, task));
        results.recv().ok()
    })
}
