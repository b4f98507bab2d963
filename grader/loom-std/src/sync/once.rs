//! `Once`.

use std::cell::Cell;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

use super::monitor::Monitor;
use crate::model::Waiting;

/// Runs something once, for the first that comes; see [`std::sync::Once`].
pub struct Once {
    state: Monitor<State>,
}

impl UnwindSafe for Once {}
impl RefUnwindSafe for Once {}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Running,
    Done,
    Poisoned,
}

/// What `call_once_force` tells its closure.
#[derive(Debug)]
pub struct OnceState {
    poisoned: bool,
    declined: Cell<bool>,
}

impl OnceState {
    /// Whether an earlier attempt panicked.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }
}

/// Says how an attempt ended, also if it is left by unwinding.
struct Attempt<'a> {
    once: &'a Once,
    ends_as: State,
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        self.once.state.change(|state| *state = self.ends_as);
    }
}

impl Once {
    /// Nothing has run yet. No `const fn`: nothing of loom's can lie in a static.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "std's has no default either")]
    pub fn new() -> Self {
        Self {
            state: Monitor::new(State::Fresh),
        }
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
        let waiting = waiting(Location::caller());
        let before = self.state.wait(waiting, |state| {
            let before = *state;
            match before {
                State::Running => return None,
                State::Poisoned if !force => {}
                State::Fresh | State::Poisoned => *state = State::Running,
                State::Done => {}
            }
            Some(before)
        });
        if before == State::Done {
            return;
        }
        let poisoned = before == State::Poisoned;
        assert!(
            force || !poisoned,
            "Once instance has previously been poisoned"
        );
        let mut attempt = Attempt {
            once: self,
            ends_as: State::Poisoned,
        };
        let told = OnceState {
            poisoned,
            declined: Cell::new(false),
        };
        f(&told);
        attempt.ends_as = match told.declined.get() {
            true => before,
            false => State::Done,
        };
    }

    /// As [`call_once_force`](Self::call_once_force), for initialisers that may decline: if `f` returns `Err`, the next
    /// that comes tries.
    #[track_caller]
    pub(super) fn try_call<E>(&self, f: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
        let mut result = Ok(());
        self.call(true, |state| {
            result = f();
            state.declined.set(result.is_err());
        });
        result
    }

    /// Whether it has run.
    #[track_caller]
    #[must_use]
    pub fn is_completed(&self) -> bool {
        self.state.change(|state| *state == State::Done)
    }

    /// Waits until it has run.
    ///
    /// # Panics
    /// If an attempt panicked.
    #[track_caller]
    pub fn wait(&self) {
        let waiting = waiting(Location::caller());
        let poisoned = self.state.wait(waiting, |state| match state {
            State::Done => Some(false),
            State::Poisoned => Some(true),
            State::Fresh | State::Running => None,
        });
        assert!(!poisoned, "Once instance has previously been poisoned");
    }

    /// Waits until it has run, whatever panics meanwhile.
    #[track_caller]
    pub fn wait_force(&self) {
        let waiting = waiting(Location::caller());
        self.state
            .wait(waiting, |state| (*state == State::Done).then_some(()));
    }
}

fn waiting(at: &'static Location<'static>) -> Waiting {
    Waiting {
        what: "an initialiser",
        at,
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}
