//! The locks of standard output and error: each held by one thread at a time, which may take it again.

use super::current::{is_running, step, step_with, with};
use crate::engine::objects::{Action, Kind, Op, Progress, Site};
pub use crate::engine::state::output::Stream;

/// Takes the lock, as soon as no other thread holds it. From now on it matters when others print.
#[track_caller]
pub fn lock(stream: Stream, site: Site) {
    if is_running() {
        with(|execution| execution.saw.output = true);
        take(stream, site);
    }
}

fn take(stream: Stream, site: Site) {
    if with(|execution| execution.is_held_by_another(stream)) != Some(false) {
        let object = with(|execution| execution.stream(stream));
        step(Kind::Lock, object, site);
    }
    with(|execution| execution.outputs[stream as usize].depth += 1);
}

/// Gives the lock back, if this thread has taken it as often as it has given it back.
pub fn unlock(stream: Stream, site: Site) {
    // In another execution than it was taken in, or in none, nobody waits for it.
    if !is_running() || with(|execution| execution.outputs[stream as usize].depth) == 0 {
        return;
    }
    let (object, depth) = with(|execution| {
        let object = execution.stream(stream);
        let output = &mut execution.outputs[stream as usize];
        output.depth -= 1;
        (object, output.depth)
    });
    if depth == 0 {
        let op = Op::new(Kind::Unlock, object, site);
        step_with(op, Action::Unlock(Progress::Neutral));
    }
}

/// Whether the caller is to take the lock before it prints.
fn takes_it(stream: Stream) -> bool {
    is_running()
        && with(|execution| match execution.is_held_by_another(stream) {
            Some(is_another) => is_another,
            None => execution.focus.output,
        })
}

/// Prints: under the lock, where somebody could hold it.
pub fn while_locked<R>(stream: Stream, site: Site, print: impl FnOnce() -> R) -> R {
    if !takes_it(stream) {
        return print();
    }
    take(stream, site);
    let result = print();
    unlock(stream, site);
    result
}
