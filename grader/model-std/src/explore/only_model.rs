//! One model at a time in a process, and none inside another.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::engine;

/// The one model that may run at a time in a process: statics are shared by all of them.
pub(super) struct OnlyModel {
    _lock: MutexGuard<'static, ()>,
}

impl OnlyModel {
    /// Waits until no other OS thread runs a model, and makes ready for this one.
    ///
    /// # Panics
    /// Inside a model.
    pub(super) fn begin() -> Self {
        static ONE: Mutex<()> = Mutex::new(());
        assert!(
            !engine::is_running(),
            "a model was started inside a model: `virtual_time` and `exhaustive` cannot be nested"
        );
        let lock = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        engine::prepare();
        Self { _lock: lock }
    }
}

impl Drop for OnlyModel {
    fn drop(&mut self) {
        engine::platform::coroutine::give_back_memory();
    }
}
