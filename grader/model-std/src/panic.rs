//! `std::panic`: catching and resuming, counted per model thread; hooks, which belong to the execution.

pub use std::panic::*;

use std::any::Any;
use std::sync::Arc;

use crate::engine;

/// Runs `f`; see [`std::panic::catch_unwind`].
///
/// # Errors
/// What `f` panicked with.
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(f: F) -> crate::thread::Result<R> {
    let result = std::panic::catch_unwind(f);
    if result.is_err() {
        engine::panics::caught();
    }
    result
}

/// Goes on unwinding with a payload that was caught; no hook is called.
pub fn resume_unwind(payload: Box<dyn Any + Send>) -> ! {
    engine::try_with(|execution| execution.current_thread_mut().panicking += 1);
    std::panic::resume_unwind(payload)
}

/// A hook as std takes it.
type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// Sets the panic hook; see [`std::panic::set_hook`]. A hook that is set inside a model belongs to the execution and is
/// called for panics of the model's threads; panics are noted all the same.
///
/// # Panics
/// On a thread that is panicking.
#[track_caller]
pub fn set_hook(hook: Hook) {
    if engine::is_running() {
        drop(engine::hooks::replace(Some(hook)));
    } else if engine::std_hook::is_installed() {
        engine::std_hook::install_over(hook);
    } else {
        std::panic::set_hook(hook);
    }
}

/// Takes the panic hook, leaving the default one; see [`std::panic::take_hook`]. The default hook of a model prints as
/// std's does if it is called, in runs that print; as long as nobody takes it, the report tells of panics instead.
///
/// # Panics
/// On a thread that is panicking.
#[must_use]
#[track_caller]
pub fn take_hook() -> Hook {
    if engine::is_running() {
        return match engine::hooks::replace(None).map(Arc::try_unwrap) {
            None => Box::new(engine::hooks::print),
            Some(Ok(hook)) => hook,
            Some(Err(shared)) => Box::new(move |info| shared(info)),
        };
    }
    let taken = std::panic::take_hook();
    if engine::std_hook::is_installed() {
        engine::std_hook::install_over(std::panic::take_hook());
    }
    taken
}
