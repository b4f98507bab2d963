//! Checks of exercise 11, in virtual time.

#[macro_use]
extern crate model_std as std; // the student's `std::` means the model's

use checks::{calling, secs, virtual_time};
use std::thread;
use submission::at_once;

checks::signatures! {
    fn at_once(inputs: &[u64], task: fn(u64) -> u64) -> Vec<u64>;
}

/// Three calls of 10 s take 10 s, and their results come in the order of the inputs.
fn three_calls_are_at_work_at_once() {
    let task = |input| {
        thread::sleep(secs(10));
        input + 100
    };
    calling("at_once(&[1, 2, 3], task)");
    virtual_time(move || assert_eq!(at_once(&[1, 2, 3], task), [101, 102, 103]))
        .takes_exactly(secs(10));
    // TODO(author): the same for no inputs at all.
}

checks::main!(three_calls_are_at_work_at_once);
