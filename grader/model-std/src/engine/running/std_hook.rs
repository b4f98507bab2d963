//! Panics inside a model: noted in the execution's record instead of printed. What the program's own hook does comes after
//! (`hooks`).

use std::panic::{self, PanicHookInfo};
use std::sync::Once;

use super::panics::message;
use super::{current, hooks};
use crate::engine::platform::quiet;
use crate::engine::schedulers::schedule::Execution;
use crate::engine::state::Hook;
use crate::engine::state::record::PanicRecord;
use crate::source_path;

/// Installs the hook that notes panics of model threads and leaves all others to the hook before it.
pub fn install() {
    INSTALLED.call_once(|| install_over(panic::take_hook()));
}

/// Whether the hook was installed.
pub fn is_installed() -> bool {
    INSTALLED.is_completed()
}

static INSTALLED: Once = Once::new();

/// Installs the hook again, with another below it.
pub fn install_over(below: Hook) {
    panic::set_hook(Box::new(move |info| {
        if quiet::is_quiet() {
            return;
        }
        match current::try_with(|execution| note(execution, info)) {
            None => below(info),
            Some(Noted::NoHook) => {}
            Some(Noted::Hook) => hooks::call(info),
            Some(Noted::InsideAHook) => hooks::end(),
        }
    }));
}

/// What follows from a panic of a model thread.
enum Noted {
    NoHook,
    /// The program has a hook of its own, or has had one.
    Hook,
    /// It was raised by the program's hook.
    InsideAHook,
}

fn note(execution: &mut Execution, info: &PanicHookInfo<'_>) -> Noted {
    let thread = execution.current;
    let is_inside = execution.threads[thread].in_hook.is_some();
    if execution.threads[thread].panicking > 0 && !is_inside {
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
    // What others do after main has finished does not count, and the last panic noted must be main's.
    if execution.main_done.is_none() {
        let inside_std = info
            .location()
            .is_some_and(|site| source_path::is_inside_std(site.file()));
        let site = if inside_std {
            execution.threads[thread].came_from
        } else {
            info.location()
        };
        execution.panics.push(PanicRecord {
            thread,
            message: message(info.payload()),
            site: site.map(|site| (site.file().to_owned(), site.line())),
            inside_std,
            after: execution.record.as_ref().map_or(0, |record| record.len()),
        });
    }
    if is_inside {
        Noted::InsideAHook
    } else if hooks::were_used(execution) {
        Noted::Hook
    } else {
        Noted::NoHook
    }
}
