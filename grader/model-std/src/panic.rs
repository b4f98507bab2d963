//! `std::panic`: catching and resuming, counted per model thread.

pub use std::panic::{
    AssertUnwindSafe, Location, PanicHookInfo, RefUnwindSafe, UnwindSafe, panic_any, set_hook, take_hook,
};
#[expect(deprecated, reason = "std still exports it")]
pub use std::panic::PanicInfo;

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
