//! The locks of standard output and error, as an execution has them.

use super::execution::Execution;
use super::scheduler::Scheduler;
use crate::engine::objects::{ObjectId, State};

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
    pub depth: u32,
}

/// What a report calls the lock.
const LABELS: [&str; 2] = ["lock of stdout", "lock of stderr"];

impl<S: Scheduler> Execution<S> {
    /// The lock of the stream, registered on first use.
    pub(in crate::engine) fn stream(&mut self, stream: Stream) -> ObjectId {
        let at = stream as usize;
        if let Some(object) = self.outputs[at].object {
            return object;
        }
        let object = self.add_object(State::unlocked(), LABELS[at], None);
        self.outputs[at].object = Some(object);
        object
    }

    /// Whether another thread than the running one holds the lock; `None` if nobody does.
    pub(in crate::engine) fn is_held_by_another(&self, stream: Stream) -> Option<bool> {
        let object = self.outputs[stream as usize].object?;
        match &self.objects[object as usize].state {
            State::Lock(lock) => lock.writer.map(|(holder, _)| holder != self.current),
            _ => unreachable!("a stream has a lock"),
        }
    }
}
