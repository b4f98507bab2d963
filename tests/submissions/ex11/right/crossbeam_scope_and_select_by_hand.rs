//! Takes crossbeam's own scope, and a `Select` that is built anew for each message from the inputs that are open.
//!
//! ```toml
//! base = "solution"
//! ```

use crossbeam::channel::Select;

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    assert!(threads > 0);
    let length = items.len().div_ceil(threads).max(1);
    let value = &value;
    let sum = crossbeam::scope(|scope| {
        let start = |part| scope.spawn(move |_| part_sum(part, value));
        let parts: Vec<_> = items.chunks(length).map(start).collect();
        parts.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    sum.unwrap()
}

pub fn gather<T>(
    left: &Receiver<T>,
    right: &Receiver<T>,
    stop: &Receiver<()>,
    quiet: Duration,
) -> (Vec<T>, End) {
    let mut taken = Vec::new();
    let mut open = vec![left, right];
    while !open.is_empty() {
        let mut select = Select::new();
        for input in &open {
            select.recv(input);
        }
        select.recv(stop);
        let Ok(chosen) = select.select_timeout(quiet) else {
            return (taken, End::Quiet);
        };
        let which = chosen.index();
        if which == open.len() {
            let _ = chosen.recv(stop);
            return (taken, End::Stopped);
        }
        match chosen.recv(open[which]) {
            Ok(message) => taken.push(message),
            Err(_) => drop(open.remove(which)),
        }
    }
    (taken, End::Closed)
}
