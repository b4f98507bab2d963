//! Checks of exercise 10, on the real std.

use checks::{Rendezvous, calling, secs};
use std::time::Instant;
use submission::at_once;

checks::signatures! {
    fn at_once(inputs: &[u64], task: fn(u64) -> u64) -> Vec<u64>;
}

/// Each of three calls waits until all three are at work, and results come in the order of inputs.
fn three_calls_are_at_work_at_once() {
    let rendezvous = Rendezvous::of(3);
    // One moment for all the calls together: nothing is measured by it.
    let until = Instant::now() + secs(4);
    let task = |input| {
        rendezvous.meet_here(until.saturating_duration_since(Instant::now()));
        input + 100
    };
    calling("at_once(&[1, 2, 3], task)");
    assert_eq!(at_once(&[1, 2, 3], task), [101, 102, 103]);
    rendezvous.require();
    // TODO(author): the same for no inputs at all.
}

checks::main!(three_calls_are_at_work_at_once);
