//! Runs one execution from its first thread to its end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::current::{EXECUTION, step, stop, with};
use super::{current, hooks, panics};
use crate::engine::objects::{Action, Kind, Op, Tid};
use crate::engine::platform::coroutine::Body;
use crate::engine::platform::{current_thread, quiet, statics};
use crate::engine::schedulers::schedule::{Execution, Strategy};
pub use crate::engine::state::epoch::{is_latest, latest};
use crate::engine::state::focus;
use crate::engine::state::record::Recording;
use crate::engine::state::{self, Ended};
use crate::source_path;

/// Settings of one execution.
pub type Settings = state::Settings<Strategy>;

/// Runs `main` as the main thread of a new execution until it has ended.
pub fn run(settings: Settings, main: Box<dyn FnOnce()>) -> Box<Execution> {
    let (counts, recording) = (settings.focus.counts, settings.record);
    let is_followed =
        matches!(&settings.strategy, Strategy::Search(search) if search.compares_stacks());
    let mut execution = Box::new(Execution::new(settings));
    execution.add_thread(None, None);
    EXECUTION.with(|slot| *slot.borrow_mut() = Some(execution));
    focus::set_counts(Some(counts));
    current::set_showing(recording == Recording::Values);
    current::set_followed(is_followed);
    set_body(0, Box::new(move || run_main(main)));
    with(Execution::choose_next);
    while let Some(tid) = with(Execution::chosen) {
        let mut body = with(|execution| execution.enter(tid));
        if body.resume() {
            with(|execution| execution.threads[tid].body = Some(body));
        }
    }
    current_thread::NOW.leave();
    clear_away()
}

/// What the main thread does: the program, and then what its end means for the execution.
fn run_main(main: Box<dyn FnOnce()>) {
    let result = catch_unwind(AssertUnwindSafe(main));
    if result.is_err() {
        panics::caught();
    }
    with(|execution| {
        execution.main_done = Some(execution.now);
        if execution.record.is_some() {
            execution.left = left_by_main(execution);
        }
        let payload = result.err();
        execution.main_panic = payload.as_deref().map(panics::message);
        execution.main_payload = payload;
        execution.pace.begin_to_drain();
    });
}

/// The threads that have not ended, besides main, and what each is at.
fn left_by_main(execution: &Execution) -> Vec<(Tid, u64, Op)> {
    let threads = execution.threads.iter().enumerate().skip(1);
    threads
        .filter(|(_, thread)| !thread.finished)
        .filter_map(|(tid, thread)| Some((tid, thread.announced.0, thread.pending?)))
        .collect()
}

/// Takes the ended execution down: abandons threads in mid-air, then resets statics.
fn clear_away() -> Box<Execution> {
    focus::set_counts(None);
    current::set_showing(false);
    current::set_followed(false);
    let mut execution = EXECUTION
        .with(|slot| slot.borrow_mut().take())
        .expect("the execution that was just running");
    // Outside the slot, so that destructors that run now find no model and do nothing to it.
    let in_hooks = execution
        .threads
        .iter_mut()
        .filter(|thread| thread.in_hook.is_some());
    for body in in_hooks.filter_map(|thread| thread.body.as_mut()) {
        hooks::let_out(body);
    }
    for thread in execution.threads.iter_mut() {
        thread.body = None;
        let locals = std::mem::take(&mut thread.locals);
        quiet::quietly(|| drop(locals));
    }
    let payload = execution.main_payload.take();
    quiet::quietly(|| drop(payload));
    let hook = execution.hook.take();
    quiet::quietly(|| drop(hook));
    statics::restore_all(std::mem::take(&mut execution.resets));
    execution
}

/// Threads besides main that may be alive at once, and the most that can be allowed to be started
/// in all. Each has a stack, and what goes on starting threads would otherwise end with the memory.
pub const MOST_ALIVE: usize = 1_000;
pub const MOST_STARTED: usize = 10_000;

/// Adds a thread to the running execution. `body` must not unwind.
#[track_caller]
pub fn spawn(name: Option<Arc<str>>, body: Box<dyn FnOnce()>) -> Tid {
    let site = std::panic::Location::caller();
    if let Some(alive) = with(|execution| execution.is_crowded()) {
        stop(Ended::Crowd { alive, site });
    }
    let tid = with(|execution| {
        let spawner = execution.current;
        if execution.is_searched() {
            // What it has looked at so far, the new thread may know.
            execution.enter_round();
        }
        execution.release_to_spawned(spawner);
        let tid = execution.add_thread(name, Some(spawner));
        let is_own = !source_path::is_inside_a_library(site.file());
        let line = is_own.then_some(site);
        execution.threads[tid].came_from = line.or(execution.threads[spawner].came_from);
        tid
    });
    set_body(tid, body);
    tid
}

fn set_body(tid: Tid, body: Box<dyn FnOnce()>) {
    let body = Body::new(move |suspender| {
        let top = 0_u64;
        with(|execution| {
            execution.threads[tid].suspender = Some(suspender);
            execution.threads[tid].top = (&raw const top).addr();
            execution.perform(Action::Plain)
        });
        current::clean_stack();
        body();
        let site = std::panic::Location::caller();
        let (life, has_locals) = with(|execution| {
            let thread = &execution.threads[tid];
            (thread.life, !thread.locals_order.is_empty())
        });
        let last = if has_locals {
            // A scope goes on from here, and `is_finished` is true; `join` waits for the destructors too.
            step(Kind::Return, life, site);
            drop_locals(tid);
            Kind::End
        } else {
            Kind::Finish
        };
        step(last, life, site);
        with(Execution::choose_next_after_finish);
    });
    with(|execution| execution.threads[tid].body = Some(body));
}

/// Destroys the thread's `thread_local!` values, latest first; a destructor may make new ones.
fn drop_locals(tid: Tid) {
    while let Some(value) = with(|execution| {
        let thread = &mut execution.threads[tid];
        let key = thread.locals_order.pop()?;
        // Before the destructor runs, which must not find the value, nor make a new one.
        thread.locals_gone.push(key);
        thread.locals.remove(&key)
    }) {
        if catch_unwind(AssertUnwindSafe(|| drop(value))).is_err() {
            panics::caught();
        }
    }
}

impl Execution {
    /// Who goes on, unless the execution has ended.
    fn chosen(&mut self) -> Option<Tid> {
        if self.ended.is_some() {
            None
        } else {
            self.next
        }
    }

    /// The thread becomes the current one. Returns its body, to be resumed.
    fn enter(&mut self, tid: Tid) -> Body {
        self.current = tid;
        let thread = &mut self.threads[tid];
        let body = thread
            .body
            .take()
            .expect("a thread that was chosen has a body");
        current_thread::NOW.enter(tid, thread.name.as_deref(), body.stack());
        body
    }

    /// Whether there may be no thread more: because too many are alive (true), or were started.
    fn is_crowded(&self) -> Option<bool> {
        let started = self.threads.len();
        if started > self.max_threads {
            return Some(false);
        }
        // Counted only where there could be too many.
        let alive = || {
            self.threads
                .iter()
                .skip(1)
                .filter(|thread| !thread.finished)
        };
        (started > MOST_ALIVE && alive().count() >= MOST_ALIVE).then_some(true)
    }

    /// The spawned thread will know what the spawner knows now.
    fn release_to_spawned(&mut self, spawner: Tid) {
        let events = self.threads[spawner].events;
        self.threads[spawner].knows.now.set(spawner, events);
    }

    /// The current thread is gone: chooses the next, or ends the execution if there is none.
    fn choose_next_after_finish(&mut self) {
        if self.threads.iter().all(|thread| thread.finished) {
            self.next = None;
            self.end(Ended::Complete);
        } else {
            self.choose_next();
        }
    }
}
