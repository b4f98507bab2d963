//! Panics inside a model: noted in the execution's record instead of printed, and counted per model thread, because
//! std counts them per OS thread and all model threads share one.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

use super::record::PanicRecord;

thread_local! {
    /// Whether panics are of no interest, because an execution is being cleared away.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs destructors of values that an execution left behind. They may touch modelled types, which panics when the
/// execution is over; nothing depends on them any more, so that is the end of them and not of the search. False if so.
pub fn quietly(f: impl FnOnce()) -> bool {
    let before = QUIET.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    QUIET.set(before);
    result.is_ok()
}

/// Whether destructors of values that an execution left behind are running.
pub fn is_quiet() -> bool {
    QUIET.get()
}

/// Installs the hook that notes panics of model threads and leaves all others to the hook before it.
pub fn install_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() && super::try_with(|execution| note(execution, info)).is_none() {
                previous(info);
            }
        }));
    });
}

fn note(execution: &mut super::Execution, info: &PanicHookInfo<'_>) {
    let thread = execution.current;
    if execution.threads[thread].panicking > 0 {
        // A panic while unwinding usually ends the process, so this is the last chance to say what came first.
        let first = execution
            .panics
            .iter()
            .rev()
            .find(|panic| panic.thread == thread);
        let first = first.map_or("", |panic| panic.message.as_str());
        eprintln!(
            "{} panicked while it was already panicking ({first}):\n{info}",
            execution.thread_name(thread)
        );
    }
    execution.threads[thread].panicking += 1;
    if execution.main_done.is_some() {
        // What others do after main has finished does not count, and the last panic noted must be main's.
        return;
    }
    execution.panics.push(PanicRecord {
        thread,
        message: message(info.payload()),
        site: info
            .location()
            .map(|site| (site.file().to_owned(), site.line())),
        after: execution.record.as_ref().map_or(0, |record| record.len()),
    });
}

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
    super::try_with(|execution| {
        let panicking = &mut execution.threads[execution.current].panicking;
        *panicking = panicking.saturating_sub(1);
    });
}

/// Whether the current model thread is unwinding.
pub fn is_panicking() -> bool {
    super::try_with(|execution| execution.threads[execution.current].panicking > 0)
        .unwrap_or_else(std::thread::panicking)
}
