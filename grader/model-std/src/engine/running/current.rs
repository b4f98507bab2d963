//! The execution that runs on this OS thread, and how its threads come to their turn.
//!
//! What generic code of the std-shaped types asks of the execution is asked by a function of this file that is not generic,
//! and not by a method: an execution is generic over its scheduler, and each program that uses this crate would compile
//! such a method anew, without optimisation.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::ptr;

use crate::engine::objects::{Action, Aim, Effect, Handle, Kind, ObjectId, Op, Site, State};
use crate::engine::platform::statics::Reset;
use crate::engine::platform::{coroutine, current_thread, frame, last_word, quiet};
use crate::engine::schedulers::schedule::Execution;
use crate::engine::state::{Ended, epoch};
use crate::source_path;

thread_local! {
    /// The execution that this OS thread is running. All its model threads run here.
    pub static EXECUTION: RefCell<Option<Box<Execution>>> = const { RefCell::new(None) };

    /// Whether the record of that execution shows values: asked at each lock, of which a search does many millions.
    static IS_SHOWING: Cell<bool> = const { Cell::new(false) };

    /// Whether that execution looks for threads that come back to where they were.
    static IS_FOLLOWED: Cell<bool> = const { Cell::new(false) };
}

/// The place of [`EXECUTION`] on this OS thread. Never inlined: each program that uses this crate
/// would otherwise compile the place anew, with everything that is dropped with an execution, which
/// is half of all that there is to compile.
#[inline(never)]
fn place() -> *const RefCell<Option<Box<Execution>>> {
    EXECUTION.with(ptr::from_ref)
}

/// What this OS thread is running, for as long as `f` takes.
fn here<R>(f: impl FnOnce(&RefCell<Option<Box<Execution>>>) -> R) -> R {
    // SAFETY: the place lives as long as this OS thread, which is in here until `f` returns.
    // `place` panics if its end has begun.
    f(unsafe { &*place() })
}

/// Whether a model is running on this OS thread, and one of its threads is the caller.
pub fn is_running() -> bool {
    here(|execution| {
        execution
            .try_borrow()
            .is_ok_and(|execution| execution.is_some())
    })
}

/// Whether the execution of this OS thread is over, and destructors of what it left behind are running.
pub fn is_cleared_away() -> bool {
    quiet::is_quiet() && !is_running()
}

/// Whether the object belongs to the running execution, and the caller is an OS thread that the
/// model did not start.
pub fn runs_elsewhere(handle: &Handle) -> bool {
    epoch::is_latest(handle.epoch())
        && current_thread::NOW.is_running()
        && !is_running()
        && !quiet::is_quiet()
}

/// Checks that what has only its number in an execution is used in that execution.
///
/// # Panics
/// If another runs, or none.
#[track_caller]
pub fn assert_present(epoch: u32) {
    assert!(
        with(|execution| execution.epoch) == epoch,
        "a thread of an execution that is over was asked for: keep its handle inside the model's closure"
    );
}

/// Looks at or changes the running execution.
///
/// # Panics
/// If no model is running: the types of this crate mean something only inside one.
#[track_caller]
pub fn with<R>(f: impl FnOnce(&mut Execution) -> R) -> R {
    let result = here(|execution| {
        execution
            .borrow_mut()
            .as_mut()
            .map(|execution| f(execution))
    });
    match result {
        Some(result) => result,
        None => outside(),
    }
}

/// Not in a closure, so that the panic is at the line of the caller.
#[cold]
#[track_caller]
fn outside() -> ! {
    last_word::stop_if_let_out();
    panic!(
        "a type of model_std was used outside a model: use it inside `model_std::model::virtual_time` or \
         `model_std::model::exhaustive`, or use the real std here"
    )
}

/// As [`with`], or `None` outside a model: for destructors, which also run when an execution is
/// being cleared away.
pub fn try_with<R>(f: impl FnOnce(&mut Execution) -> R) -> Option<R> {
    here(|execution| {
        let mut execution = execution.try_borrow_mut().ok()?;
        execution.as_mut().map(|execution| f(execution))
    })
}

/// Whether the record of this OS thread's execution shows values.
pub fn is_showing() -> bool {
    IS_SHOWING.get()
}

/// From now on the record of this OS thread's execution shows values, or not.
pub fn set_showing(is_showing: bool) {
    IS_SHOWING.set(is_showing);
}

/// From now on the execution of this OS thread looks for threads that come back to where they were, or not.
pub fn set_followed(is_followed: bool) {
    IS_FOLLOWED.set(is_followed);
}

/// Whether it does. Never inlined, so that what it leaves on the stack is painted over.
#[inline(never)]
fn is_followed() -> bool {
    IS_FOLLOWED.get()
}

/// The caller is about to begin, or to look at something, perhaps again. What others left on the stack where it is going to
/// put its own would make the first look differ from the next. Before a look this is called from the program's own
/// function, and so in one that is always inlined.
#[inline(always)]
pub fn clean_stack() {
    if is_followed() {
        frame::paint();
    }
}

/// Adds what a value looks like to the step that was just recorded.
pub fn note(text: String) {
    try_with(|execution| {
        if let Some(record) = &mut execution.record {
            record.show(text);
        }
    });
}

/// The running thread has called a library there.
pub fn entered(site: Site) {
    if !source_path::is_inside_std(site.file()) {
        try_with(|execution| execution.threads[execution.current].came_from = Some(site));
    }
}

/// The operation `kind` on `object`, as soon as it is the caller's turn.
#[track_caller]
pub fn step(kind: Kind, object: ObjectId, site: Site) -> Effect {
    step_with(Op::new(kind, object, site), Action::Plain)
}

/// As [`step`], with a deadline or an argument.
#[track_caller]
#[inline(always)]
pub fn step_with(op: Op, action: Action<'_>) -> Effect {
    let mut step = Step {
        op,
        action: ManuallyDrop::new(action),
        effect: None,
    };
    // SAFETY: `take_step` takes a pointer to a step.
    unsafe { frame::call_with_frame(take_step, (&raw mut step).cast()) };
    if is_followed() {
        frame::paint_over();
    }
    step.effect.unwrap_or_else(|| outside())
}

/// An operation that is called for, and what it has done.
struct Step<'a> {
    op: Op,
    /// Taken out without a trace when its turn has come, so that a thread that asks for the same again looks the same.
    action: ManuallyDrop<Action<'a>>,
    /// `None` outside a model.
    effect: Option<Effect>,
}

/// # Safety
/// `step` must point to a [`Step`] whose action was not taken.
unsafe extern "C-unwind" fn take_step(step: *mut (), frame: usize) {
    // SAFETY: the caller promises it.
    let step = unsafe { &mut *step.cast::<Step<'_>>() };
    if !await_turn_at(step.op, step.action.aim(), frame) {
        return;
    }
    with(|execution| {
        // SAFETY: nobody takes it again.
        let action = unsafe { ManuallyDrop::take(&mut step.action) };
        step.effect = Some(execution.perform(action));
    });
}

/// Announces the operation, and returns when it is the caller's turn to do it.
#[track_caller]
pub fn await_turn(op: Op, aim: Aim) {
    if !await_turn_at(op, aim, 0) {
        outside();
    }
}

/// The same of a thread of which all that it knows lies on its stack from `frame` on; 0 if that is unknown. False outside
/// a model.
fn await_turn_at(op: Op, aim: Aim, frame: usize) -> bool {
    let suspender = try_with(|execution| {
        let me = execution.current;
        execution.threads[me].frame = frame;
        if execution.announce(op, aim) {
            None
        } else {
            execution.threads[me].suspender
        }
    });
    let Some(suspender) = suspender else {
        return false;
    };
    if let Some(suspender) = suspender {
        // SAFETY: the current thread is the one whose body is running, and the suspender is its
        // own.
        unsafe { coroutine::suspend(suspender) };
    }
    true
}

/// Ends the execution from inside; the caller never goes on.
pub fn stop(why: Ended) -> ! {
    let suspender = with(|execution| {
        execution.end(why);
        execution.threads[execution.current].suspender
    });
    loop {
        let suspender = suspender.expect("a running thread can suspend itself");
        // SAFETY: as in `step_with`. An ended execution resumes nobody, so this does not return.
        unsafe { coroutine::suspend(suspender) };
    }
}

/// An object's id in the running execution, registered on first use.
#[track_caller]
pub fn object(
    handle: &Handle,
    label: &'static str,
    made: Option<Site>,
    state: impl FnOnce() -> State,
) -> ObjectId {
    with(|execution| object_of(execution, handle, label, made, state))
}

/// The same, in that execution.
pub fn object_of(
    execution: &mut Execution,
    handle: &Handle,
    label: &'static str,
    made: Option<Site>,
    state: impl FnOnce() -> State,
) -> ObjectId {
    let known = handle.lookup(execution.epoch);
    known.unwrap_or_else(|| register(execution, handle, label, made, state()))
}

fn register(
    execution: &mut Execution,
    handle: &Handle,
    label: &'static str,
    made: Option<Site>,
    state: State,
) -> ObjectId {
    let id = execution.add_object(state, label, made);
    handle.assign(execution.epoch, id);
    id
}

/// Whether the address lies in a static that is put back when the execution is over.
pub fn puts_back(execution: &Execution, address: *const ()) -> bool {
    execution.puts_back(address)
}

/// Puts a static back when the execution is over.
pub fn will_put_back(execution: &mut Execution, reset: Reset) {
    execution.will_put_back(reset);
}

/// Whether writers that wait for readers keep later readers out.
pub fn writers_queue() -> bool {
    with(|execution| execution.writers_queue())
}

/// Whether the closure of the thread of this life has returned; see [`Execution::has_returned`].
pub fn has_returned(life: ObjectId) -> Option<bool> {
    try_with(|execution| execution.has_returned(life))
}
