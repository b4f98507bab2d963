//! `std::panic`: catching and resuming, counted per model thread.

pub use std::panic::*;

use std::any::Any;

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
    engine::try_with(|execution| execution.threads[execution.current].panicking += 1);
    std::panic::resume_unwind(payload)
}

/// A hook as std takes it.
type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// Sets the panic hook. Inside a model it does nothing: there panics are noted, not printed.
pub fn set_hook(hook: Hook) {
    if !engine::is_running() {
        std::panic::set_hook(hook);
    }
}

/// Takes the panic hook. Inside a model, a hook that does nothing.
#[must_use]
pub fn take_hook() -> Hook {
    if engine::is_running() {
        Box::new(|_| ())
    } else {
        std::panic::take_hook()
    }
}
