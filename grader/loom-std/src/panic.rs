//! `std::panic`: catching and resuming, counted for each of loom's threads; hooks that live for one execution.

pub use std::panic::*;

use std::any::Any;
use std::sync::Arc;

use crate::model::Run;
use crate::model::unwinding;

/// A hook as std takes it.
type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// Runs `f`; see [`std::panic::catch_unwind`].
///
/// # Errors
/// What `f` panicked with.
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(f: F) -> std::thread::Result<R> {
    match Run::try_current() {
        Some(_) => unwinding::catch(f),
        None => std::panic::catch_unwind(f),
    }
}

/// Goes on unwinding with a payload that was caught; no hook is called.
pub fn resume_unwind(payload: Box<dyn Any + Send>) -> ! {
    if let Some(run) = Run::try_current() {
        run.me().unwinds();
    }
    std::panic::resume_unwind(payload)
}

/// Sets the hook that is called for panics of this execution.
pub fn set_hook(hook: Hook) {
    match Run::try_current() {
        Some(run) => *run.hook.borrow_mut() = Some(Arc::from(hook)),
        None => std::panic::set_hook(hook),
    }
}

/// Takes the hook of this execution; without one, a hook that does nothing.
#[must_use]
pub fn take_hook() -> Hook {
    match Run::try_current() {
        Some(run) => match run.hook.borrow_mut().take() {
            Some(hook) => Box::new(move |info| hook(info)),
            None => Box::new(|_| ()),
        },
        None => std::panic::take_hook(),
    }
}
