//! The panic hook of a check's process: it remembers every panic, so that the verdict can name the first cause.
//!
//! A panic in a thread that the submission spawned reaches the check only as an `Err` of `join`, without
//! its message and place; the hook is the one who sees both.

use std::panic::{self, PanicHookInfo};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};
use std::thread;

use model_std::model::{Echo, PanicInfo, Site};

use crate::judge;
use crate::silent;

/// Panics that are remembered; more can only be repetitions (a pool that panics in every task).
const REMEMBERED: usize = 200;

static SEEN: Mutex<Vec<PanicInfo>> = Mutex::new(Vec::new());

/// True while a model runs. A model explores thousands of executions and reports the panics of the one
/// that failed itself, so the hook does not take them for the check's own.
static IN_MODEL: AtomicBool = AtomicBool::new(false);

/// Installs the hook. It prints as std's own hook does, outside of models.
pub(crate) fn install() {
    // The first model installs its own hook, which keeps the panics of model threads to itself. It must be below
    // this one, or a `todo!()` that a model thread swallows would never be seen here.
    model_std::model::virtual_time(|| ());
    let below = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        remember(describe(info), IN_MODEL.load(SeqCst));
        below(info);
    }));
}

/// Runs a model with the hook silenced.
pub(crate) fn in_model<R>(model: impl FnOnce() -> R) -> R {
    /// Restores the hook also when the model is left by unwinding.
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            IN_MODEL.store(false, SeqCst);
        }
    }
    IN_MODEL.store(true, SeqCst);
    let _leave = Leave;
    model()
}

/// Every panic that was remembered, in order.
pub(crate) fn seen() -> Vec<PanicInfo> {
    SEEN.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn remember(panic: PanicInfo, in_model: bool) {
    // A `todo!()` counts even if a model's thread swallowed it: the work has not been done.
    if in_model && !judge::is_todo(&panic) {
        return;
    }
    silent::break_silence();
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    // Those at the end are replaced: the first is a cause, the last is what reached the check.
    if seen.len() == REMEMBERED {
        seen.pop();
    }
    seen.push(panic);
}

fn describe(info: &PanicHookInfo<'_>) -> PanicInfo {
    let inside_std = info
        .location()
        .is_some_and(|location| model_std::model::is_inside_std(location.file()));
    // No line of std's is told. A real thread has no operations to go by.
    let told = info.location().filter(|_| !inside_std);
    let site = told.map_or_else(Site::default, |location| Site {
        file: location.file().to_owned(),
        line: location.line(),
    });
    let message = info.payload_as_str();
    let message = message.unwrap_or("a panic without a message").to_owned();
    PanicInfo {
        thread: thread::current().name().unwrap_or("a thread").to_owned(),
        echo: Echo::of(&message),
        message,
        site,
        inside_std,
    }
}
