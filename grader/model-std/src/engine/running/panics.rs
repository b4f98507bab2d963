//! Panics of model threads, counted for each of them, because std counts them per OS thread and all model threads share one.

use std::any::Any;

use super::current;

/// What a panic says, if its payload is text.
pub fn message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "(a panic whose payload is not text)".to_owned())
}

/// A panic of the current model thread was caught.
pub fn caught() {
    current::try_with(|execution| {
        let panicking = &mut execution.threads[execution.current].panicking;
        *panicking = panicking.saturating_sub(1);
    });
}

/// Whether the current model thread is unwinding.
pub fn is_panicking() -> bool {
    current::try_with(|execution| execution.threads[execution.current].panicking > 0)
        .unwrap_or_else(std::thread::panicking)
}
