//! The program's own panic hook, which belongs to the execution: each begins with the default one.
//!
//! As std's, it runs on the thread that panics, before that unwinds. Std keeps the hook under a lock, which a panic holds
//! for reading while the hook runs, and so does a model: who sets a hook waits for those that run.
//!
//! A hook may lock, wait and look at everything, so other threads may run, and panic, while it does. Std would abort: it
//! marks the OS thread while a hook runs, and all model threads share one. So the mark is taken away first, see
//! [`leave_stds_hook`].

use std::cell::Cell;
use std::panic::{self, Location, PanicHookInfo};
use std::rc::Rc;
use std::sync::Arc;

use super::current::{self, step, try_with, with};
use super::panics;
use crate::engine::objects::{Handle, Kind, ObjectId, Site, State};
use crate::engine::platform::coroutine::{self, Body, Suspender};
use crate::engine::platform::{last_word, quiet};
use crate::engine::schedulers::schedule::Execution;
use crate::engine::state::{Ended, Hook, Scheduler};

/// The lock that the hook of each execution is kept under.
static LOCK: Handle = Handle::new();

fn lock() -> ObjectId {
    current::object(&LOCK, "panic hook", None, State::unlocked)
}

/// Whether the program has set or taken a hook in this execution. If not, panics need not look for it.
pub fn were_used(execution: &Execution) -> bool {
    LOCK.lookup(execution.epoch).is_some()
}

/// Puts `hook` in the place of the execution's, which is returned; `None` is the default one.
///
/// # Panics
/// On a thread that is panicking, as std's.
#[track_caller]
pub fn replace(hook: Option<Hook>) -> Option<Arc<Hook>> {
    assert!(
        !panics::is_panicking(),
        "cannot modify the panic hook from a panicking thread"
    );
    let (lock, site) = (lock(), Location::caller());
    step(Kind::Lock, lock, site);
    let before = with(|execution| std::mem::replace(&mut execution.hook, hook.map(Arc::new)));
    step(Kind::Unlock, lock, site);
    before
}

/// Calls the program's hook for a panic of the current thread.
pub fn call(info: &PanicHookInfo<'_>) {
    leave_stds_hook();
    let (lock, site) = (lock(), place_of(info));
    step(Kind::Read, lock, site);
    if let Some(hook) = with(|execution| execution.hook.clone())
        && !call_aside(&hook, info)
    {
        return;
    }
    step(Kind::UnlockRead, lock, site);
}

thread_local! {
    /// Whether an execution is being cleared away, and its threads that are inside a hook are let out of it.
    static LETTING_OUT: Cell<bool> = const { Cell::new(false) };
}

/// Runs the hook on a stack of its own, so that it can be given up and the thread still return from std's call of the hook,
/// which holds a lock of the process. False if it was given up.
fn call_aside(hook: &Arc<Hook>, info: &PanicHookInfo<'_>) -> bool {
    let panicked = Rc::new(Cell::new(false));
    let mine = with(|execution| {
        let thread = &mut execution.threads[execution.current];
        thread.in_hook = Some(panicked.clone());
        thread
            .suspender
            .expect("a running thread can suspend itself")
    });
    let theirs = Rc::new(Cell::new(None));
    let tell = theirs.clone();
    let run: Box<dyn FnOnce(Suspender) + '_> = Box::new(move |suspender| {
        tell.set(Some(suspender));
        with(|execution| execution.threads[execution.current].suspender = Some(suspender));
        hook(info);
    });
    // SAFETY: only the lifetime changes. The body is gone when this function returns, run to its end or given up.
    let run = unsafe {
        std::mem::transmute::<Box<dyn FnOnce(Suspender) + '_>, Box<dyn FnOnce(Suspender)>>(run)
    };
    let mut body = Body::new(run);
    while body.resume() {
        // SAFETY: this is the stack of the thread's own body.
        unsafe { coroutine::suspend(mine) };
        if LETTING_OUT.get() {
            if panicked.get() {
                // Std's call of the hook for that panic has to return as well.
                last_word::set(theirs.get());
                quiet::quietly(|| _ = body.resume());
            }
            last_word::set(Some(mine));
            return false;
        }
    }
    with(|execution| {
        let thread = &mut execution.threads[execution.current];
        thread.in_hook = None;
        thread.suspender = Some(mine);
    });
    true
}

/// The program's hook has panicked, where std aborts the process. Returns when the execution is cleared away.
pub fn end() {
    leave_stds_hook();
    let suspender = with(|execution| {
        execution.end(Ended::PanicInHook);
        let thread = &execution.threads[execution.current];
        if let Some(panicked) = &thread.in_hook {
            panicked.set(true);
        }
        thread
            .suspender
            .expect("a running thread can suspend itself")
    });
    // SAFETY: a hook suspends itself through its own body.
    unsafe { coroutine::suspend(suspender) };
}

/// Lets a thread out of its hook whose execution is over: it goes on unwinding until it asks for the model, or ends.
pub fn let_out(body: &mut Body) {
    LETTING_OUT.set(true);
    quiet::quietly(|| _ = body.resume());
    LETTING_OUT.set(false);
    last_word::set(None);
}

/// Where the panic was raised, for as long as the program runs.
fn place_of(info: &PanicHookInfo<'_>) -> Site {
    let Some(location) = info.location() else {
        return Location::caller();
    };
    // SAFETY: a panic's location is made by the compiler or is `Location::caller()`, and lives as long as the program;
    // std only does not promise it in the type.
    unsafe { std::mem::transmute::<&Location<'_>, Site>(location) }
}

/// Prints the panic as std's own hook does.
pub fn print(info: &PanicHookInfo<'_>) {
    if try_with(|execution| execution.strategy.is_silent()).unwrap_or(false) {
        return;
    }
    let name = try_with(|execution| {
        let current = execution.current;
        let own = execution.threads[current].name.as_deref();
        own.unwrap_or(if current == 0 { "main" } else { "<unnamed>" })
            .to_owned()
    });
    let place = info
        .location()
        .map_or_else(String::new, ToString::to_string);
    eprintln!(
        "\nthread '{}' panicked at {place}:\n{}",
        name.unwrap_or_default(),
        info.payload_as_str().unwrap_or("Box<dyn Any>")
    );
}

/// Takes away the mark by which std knows that this OS thread runs a hook, so that a panic of another model thread is an
/// ordinary one.
///
/// Std takes the mark away whenever a panic has been caught, and counts one panic less. Panics that are begun under the
/// mark are not counted, so one that is begun and caught here takes the mark away and counts the present one as over.
/// Then another is begun, and never ends: the present one counts again.
fn leave_stds_hook() {
    let caught = panic::catch_unwind(|| panic::resume_unwind(Box::new(())));
    debug_assert!(caught.is_err());
    begin_a_panic();
}

/// Begins a panic that nobody hears of and that never ends, on a stack of its own that is given up.
fn begin_a_panic() {
    /// Leaves the stack while it is unwound.
    struct Leaves(Suspender);
    impl Drop for Leaves {
        fn drop(&mut self) {
            // SAFETY: it lies on the stack of the body that the suspender belongs to.
            unsafe { coroutine::suspend(self.0) };
        }
    }
    let mut body = Body::new(|suspender| {
        let _leaves = Leaves(suspender);
        panic::resume_unwind(Box::new(()));
    });
    let is_left = body.resume();
    debug_assert!(is_left);
}
