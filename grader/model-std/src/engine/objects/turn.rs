//! The moment in which a thread does an operation: what of the execution the operation may look at
//! and change.

use super::by_class::ClassClocks;
use super::class::Class;
use super::op::{Op, Tid};
use super::thread::Thread;
use crate::engine::memory::clock::Clock;

/// Decisions that are not about threads: which store a load reads, which waiter is notified.
pub trait Choices {
    /// One of so many options, by number; the first if there is only one, or none.
    fn choose(&mut self, options: usize) -> usize;

    /// The same, of which a search has to try the first `new` only: the others were seen.
    fn choose_new(&mut self, new: usize, options: usize) -> usize;
}

/// What kind of execution it is.
#[derive(Debug, Clone, Copy)]
pub struct Mode {
    /// Loads may return older values.
    pub weak: bool,
    /// Every event is logged, because a search looks for races.
    pub searched: bool,
}

/// What a run met that only a fuller pass looks into.
#[derive(Debug, Clone, Copy, Default)]
pub struct Met {
    /// Waits that could wake spuriously.
    pub spurious: bool,
    /// Loads that could return an older value.
    pub stale: bool,
    /// Readers that a waiting writer could have kept out.
    pub queue: bool,
    /// A thread that was passed over because it only looked, while others went on (exhaustive
    /// runs).
    pub polling: bool,
    /// The same of one that was not where it had been before, so that it may count its looks and give up.
    pub counting: bool,
    /// The same of one that was inside a library. Many spin for a few rounds before they wait, or give
    /// up after a time: that is not seen then.
    pub polling_inside: bool,
    /// Spurious wake-ups that may still be dealt out: one is enough to find code that does not
    /// expect them, and more would multiply the interleavings.
    pub spurious_left: u32,
}

/// A thread's turn at an object.
pub struct Turn<'e> {
    pub me: Tid,
    pub threads: &'e mut [Thread],
    /// Nanoseconds since the execution began.
    pub now: &'e mut u64,
    pub mode: Mode,
    pub met: &'e mut Met,
    pub choices: &'e mut dyn Choices,
    /// Knowledge that acquiring the object hands on (happens-before of the memory model).
    pub released: &'e mut Clock,
    /// Dependency clocks of the events on the object, by their class (exhaustive runs).
    pub clocks: &'e ClassClocks,
}

impl Met {
    /// Whether a fuller pass could show more.
    pub fn wants_full(&self) -> bool {
        self.spurious || self.stale || self.queue
    }
}

impl Turn<'_> {
    /// The thread whose turn it is.
    pub fn thread(&mut self) -> &mut Thread {
        &mut self.threads[self.me]
    }

    /// The thread learns what was released into the object.
    pub fn acquire(&mut self) {
        self.acquire_for(self.me);
    }

    /// Another thread does.
    pub fn acquire_for(&mut self, other: Tid) {
        if self.mode.weak {
            self.threads[other].knows.now.join(self.released);
        }
    }

    /// What the thread knows is handed to whoever acquires the object next.
    pub fn release(&mut self) {
        if self.mode.weak {
            self.knows_of_itself();
            self.released.join(&self.threads[self.me].knows.now);
        }
    }

    /// The event itself is part of what is handed on.
    pub fn knows_of_itself(&mut self) {
        let (me, thread) = (self.me, self.thread());
        thread.knows.now.set(me, thread.events);
    }

    /// The thread comes after the events of that class on the object, though it does not depend on
    /// them.
    pub fn comes_after(&mut self, class: Class) {
        if let Some(clock) = self.clocks.get(class) {
            self.threads[self.me].clock.join(clock);
        }
    }

    /// The time of the operation was up, if that is not yet so.
    pub fn times_out(&mut self, op: &Op) {
        *self.now = (*self.now).max(op.deadline);
    }

    /// The thread stops waiting for no reason.
    pub fn wakes_spuriously(&mut self) {
        if !std::mem::take(&mut self.thread().may_wake_spuriously) {
            self.met.spurious_left -= 1;
        }
    }
}

/// What is asked when an operation that was announced could be done.
pub struct Outlook<'e> {
    pub threads: &'e [Thread],
    /// Its time is up.
    pub timed_out: bool,
    /// Its thread may stop waiting for no reason.
    pub may_wake_spuriously: bool,
}
