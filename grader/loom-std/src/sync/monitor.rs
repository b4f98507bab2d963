//! A value that threads change one at a time and wait for: what channels and the like are built on.
//!
//! A change is one step, an atomic of loom's that is read and written. Nothing can come between that step and the change
//! itself, since loom's threads switch at steps only; so no lock of loom's is held, which could be poisoned by another
//! thread's panic. Whoever waits is parked.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, PoisonError};

use loom::sync::atomic::AtomicUsize;
use loom::sync::atomic::Ordering::AcqRel;

use crate::model::{Run, Waiting};
use crate::thread::ThreadId;

/// The value.
pub(super) struct Monitor<T> {
    step: AtomicUsize,
    /// Never contended.
    inside: Mutex<Inside<T>>,
}

struct Inside<T> {
    value: T,
    /// Threads that wait for it to change.
    waiting: Vec<ThreadId>,
}

impl<T> Inside<T> {
    fn wake_all(&mut self) {
        let run = Run::current();
        self.waiting.drain(..).for_each(|id| run.wake(id));
    }
}

impl<T> Monitor<T> {
    pub(super) fn new(value: T) -> Self {
        drop(Run::current());
        Self {
            step: AtomicUsize::new(0),
            inside: Mutex::new(Inside {
                value,
                waiting: Vec::new(),
            }),
        }
    }

    /// Changes the value, in one step.
    pub(super) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        self.step.fetch_add(1, AcqRel);
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let result = change(&mut inside.value);
        inside.wake_all();
        result
    }

    /// Waits until `change` gives something.
    pub(super) fn wait<R>(
        &self,
        waiting: Waiting,
        mut change: impl FnMut(&mut T) -> Option<R>,
    ) -> R {
        let me = Run::current().me();
        loop {
            self.step.fetch_add(1, AcqRel);
            let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(result) = change(&mut inside.value) {
                inside.wake_all();
                return result;
            }
            // Nothing that others wait for has changed.
            inside.waiting.push(me.thread.id());
            drop(inside);
            me.sleeps(waiting);
        }
    }
}

/// A count that threads change without a step, because nobody looks at it but to know whether it is 0.
#[derive(Debug)]
pub(super) struct Quiet(std::sync::atomic::AtomicUsize);

impl Quiet {
    pub(super) fn of(count: usize) -> Self {
        Self(std::sync::atomic::AtomicUsize::new(count))
    }

    pub(super) fn get(&self) -> usize {
        self.0.load(Relaxed)
    }

    pub(super) fn up(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    /// Takes one off; true if none is left.
    pub(super) fn down(&self) -> bool {
        self.0.fetch_sub(1, Relaxed) == 1
    }
}
