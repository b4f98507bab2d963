//! `Once`.

use std::cell::Cell;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

use super::poison::Flag;
use crate::engine::objects::once::PANICKED;
use crate::engine::{self, Action, Execution, Handle, Kind, NEVER, ObjectId, Op, Site, State};

/// Runs something once, whoever comes first; see [`std::sync::Once`].
pub struct Once {
    handle: Handle,
    made: Site,
    poisoned: Flag,
}

impl UnwindSafe for Once {}
impl RefUnwindSafe for Once {}

/// What `call_once_force` tells its closure.
pub struct OnceState {
    poisoned: bool,
    fails: Cell<bool>,
}

impl OnceState {
    /// Whether an earlier attempt panicked.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }
}

/// A fresh `Once`.
#[expect(
    clippy::declare_interior_mutable_const,
    reason = "std's constant is of this kind"
)]
pub const ONCE_INIT: Once = Once::new();

/// Gives up if the initialiser unwinds.
struct Attempt<'a> {
    once: &'a Once,
    id: ObjectId,
    site: Site,
    succeeded: bool,
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if !self.succeeded {
            self.once.poisoned.guard_dropped(false);
        }
        let outcome = match self.succeeded {
            true => NEVER,
            false if self.once.poisoned.get() => PANICKED,
            false => 0,
        };
        engine::step_with(
            Op::new(Kind::Complete, self.id, self.site).until(outcome),
            Action::Plain,
        );
    }
}

impl Once {
    /// Nothing has run yet.
    #[track_caller]
    #[must_use]
    #[expect(clippy::new_without_default, reason = "std's has no default either")]
    pub const fn new() -> Self {
        Self {
            handle: Handle::new(),
            made: Location::caller(),
            poisoned: Flag::new(),
        }
    }

    #[track_caller]
    fn id(&self) -> ObjectId {
        engine::with(|execution| {
            if self.handle.lookup(execution.epoch()).is_none() {
                self.poisoned.clear();
            }
            engine::object_of(execution, &self.handle, "Once", Some(self.made), || {
                State::once(false)
            })
        })
    }

    /// Runs `f` unless something has run already; returns when something has.
    ///
    /// # Panics
    /// If `f` panics, or an earlier attempt did.
    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, f: F) {
        self.call(false, |_| f());
    }

    /// As [`call_once`](Self::call_once), but tries again after a panic.
    #[track_caller]
    pub fn call_once_force<F: FnOnce(&OnceState)>(&self, f: F) {
        self.call(true, f);
    }

    #[track_caller]
    fn call(&self, force: bool, f: impl FnOnce(&OnceState)) {
        let site = Location::caller();
        let id = self.id();
        if engine::with(|execution| execution.has_seen_done(id))
            || !engine::step(Kind::Enter, id, site).done
        {
            return;
        }
        let mut attempt = Attempt {
            once: self,
            id,
            site,
            succeeded: false,
        };
        let poisoned = self.poisoned.get();
        assert!(
            force || !poisoned,
            "Once instance has previously been poisoned"
        );
        let state = OnceState {
            poisoned,
            fails: Cell::new(false),
        };
        f(&state);
        attempt.succeeded = !state.fails.get();
        if attempt.succeeded {
            self.poisoned.clear();
        }
    }

    /// As [`call_once_force`](Self::call_once_force), for initialisers that may decline: if `f` returns `Err`, the
    /// next caller tries.
    #[track_caller]
    pub(super) fn try_call<E>(&self, f: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
        let mut result = Ok(());
        self.call(true, |state| {
            result = f();
            state.fails.set(result.is_err());
        });
        result
    }

    /// Whether it has run.
    #[track_caller]
    pub fn is_completed(&self) -> bool {
        let id = self.id();
        engine::with(|execution| execution.has_seen_done(id))
            || engine::step(Kind::Get, id, Location::caller()).done
    }

    /// Waits until it has run.
    ///
    /// # Panics
    /// If the attempt panicked.
    #[track_caller]
    pub fn wait(&self) {
        self.wait_if(true);
    }

    /// As [`wait`](Self::wait), whatever came of earlier attempts.
    #[track_caller]
    pub fn wait_force(&self) {
        self.wait_if(false);
    }

    #[track_caller]
    fn wait_if(&self, stop_if_poisoned: bool) {
        let id = self.id();
        if engine::with(|execution| execution.has_seen_done(id)) {
            return;
        }
        let op = Op::new(Kind::Await, id, Location::caller());
        let op = op.until(if stop_if_poisoned { 0 } else { NEVER });
        assert!(
            engine::step_with(op, Action::Plain).done,
            "Once instance has previously been poisoned"
        );
    }

    /// Registers it with the running execution as part of a larger type. `first_use` is called if it is new to the
    /// execution, and tells whether it has already run.
    #[track_caller]
    pub(super) fn register(
        &self,
        label: &'static str,
        first_use: impl FnOnce(&mut Execution) -> bool,
    ) {
        engine::with(|execution| {
            if self.handle.lookup(execution.epoch()).is_none() {
                self.poisoned.clear();
                let done = first_use(execution);
                engine::object_of(execution, &self.handle, label, Some(self.made), || {
                    State::once(done)
                });
            }
        });
    }

    /// Starts afresh, for an owner who shares it with nobody.
    pub(super) fn reset(&mut self) {
        self.handle.forget();
        self.poisoned.clear();
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}

impl fmt::Debug for OnceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnceState")
            .field("poisoned", &self.is_poisoned())
            .finish()
    }
}
