//! The locks of standard output and error: each held by one thread at a time, which may take it again.

use super::current::{is_running, step, step_with, with};
use crate::engine::objects::{Action, Kind, ObjectId, Op, Progress, Site, State};
use crate::engine::state::execution::Execution;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

/// One stream's lock in an execution.
#[derive(Debug, Clone, Copy, Default)]
pub struct Output {
    object: Option<ObjectId>,
    /// How often the thread that holds it has taken it.
    depth: u32,
}

/// What a report calls the lock.
pub const LABELS: [&str; 2] = ["lock of stdout", "lock of stderr"];

impl Execution {
    fn stream(&mut self, stream: Stream) -> ObjectId {
        let at = stream as usize;
        if let Some(object) = self.outputs[at].object {
            return object;
        }
        let object = self.add_object(State::unlocked(), LABELS[at], None);
        self.outputs[at].object = Some(object);
        object
    }

    /// Whether another thread than the running one holds the lock; `None` if nobody does.
    fn is_held_by_another(&self, stream: Stream) -> Option<bool> {
        let object = self.outputs[stream as usize].object?;
        match &self.objects[object as usize].state {
            State::Lock(lock) => lock.writer.map(|(holder, _)| holder != self.current),
            _ => unreachable!("a stream has a lock"),
        }
    }
}

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

/// Prints: under the lock, where somebody could hold it.
pub fn while_locked<R>(stream: Stream, site: Site, print: impl FnOnce() -> R) -> R {
    let takes_it = is_running()
        && with(|execution| match execution.is_held_by_another(stream) {
            Some(is_another) => is_another,
            None => execution.focus.output,
        });
    if !takes_it {
        return print();
    }
    take(stream, site);
    let result = print();
    unlock(stream, site);
    result
}
