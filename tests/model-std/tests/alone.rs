//! Tests that look at something that a process has only once: its panic hook, its memory. They take turns.

use std::sync::{Mutex, MutexGuard, PoisonError};

mod hooks;
mod memory;
mod stack_memory;

/// Held by a test as long as nothing else may run.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}
