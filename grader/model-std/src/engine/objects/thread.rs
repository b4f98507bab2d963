//! One model thread, as the engine has it.

use std::any::Any;
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::op::{NEVER, ObjectId, Op, Site, Tid};
use super::polls::Polls;
use super::transition::Aim;
use crate::engine::memory::clock::Clock;
use crate::engine::memory::history::Knowledge;
use crate::engine::mixing::Mixing;
use crate::engine::platform::coroutine::{Body, Suspender};

/// One model thread.
pub struct Thread {
    pub name: Option<Arc<str>>,
    /// Who started it; `None` for main.
    pub spawner: Option<Tid>,
    pub body: Option<Body>,
    pub suspender: Option<Suspender>,
    /// Where its own part of its stack ends, and from where on that holds all that it knows at its pending operation; 0 if
    /// that is unknown.
    pub top: usize,
    pub frame: usize,
    /// The objects that it looked at in a round of a loop in which nothing changed, while it is passed over until they do.
    pub awaits: Vec<ObjectId>,
    /// Whether it is passed over after many looks, none of which led it back to where it was.
    pub counts: bool,
    /// The last line of the program that called the model: of the thread's last operation, or where
    /// it was started.
    pub came_from: Option<Site>,
    pub pending: Option<Op>,
    /// What is known of the pending operation if it is a read-modify-write.
    pub aim: Aim,
    /// Stores of the atomic that it is about to load from, the initial value included, which it was seen to return in other
    /// executions of the search (weak memory).
    pub seen: usize,
    /// When the pending operation was announced: clock time, and place in the order of all
    /// announcements.
    pub announced: (u64, u64),
    /// Its closure has returned; a scope waits for no more.
    pub returned: bool,
    pub finished: bool,
    /// Waits, and may stop waiting for no reason.
    pub may_wake_spuriously: bool,
    /// Panics that are unwinding this thread right now.
    pub panicking: u32,
    /// While it runs the program's panic hook: whether that has panicked.
    pub in_hook: Option<Rc<Cell<bool>>>,
    /// Operations since its last change by which nothing changed; see `Execution::is_polling`.
    pub polls: Polls,
    /// The thread's id in std's sense: the same in each execution, because a program can look at
    /// it.
    pub id: u64,
    /// Events so far, and what happened before the next one in the sense of dependency.
    pub events: u32,
    /// Of these, how many nobody else can notice; see `Execution::is_unnoticed`.
    pub unnoticed: u32,
    /// The events that could be noticed before each destructor that is running because a last
    /// reference was dropped.
    pub last_drops: Vec<u32>,
    /// How many states of hashing it has made.
    pub hash_states: u32,
    pub clock: Clock,
    /// All that it has done and could have learnt by that, as a number (exhaustive runs, if some loop waits).
    pub past: u64,
    pub knows: Knowledge,
    pub locals: HashMap<usize, Box<dyn Any>, Mixing>,
    /// Keys of values still to be destroyed at the thread's end, and of those that have been.
    pub locals_order: Vec<usize>,
    pub locals_gone: Vec<usize>,
    /// Ids of the objects that stand for the thread itself.
    pub life: ObjectId,
    pub token: ObjectId,
}

impl Thread {
    /// The moment of the clock that the thread waits for, if there is one.
    pub fn deadline(&self) -> Option<u64> {
        let op = self.pending?;
        (op.kind.waits_for_the_clock() && op.deadline != NEVER).then_some(op.deadline)
    }
}
