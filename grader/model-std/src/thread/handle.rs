//! Handles to threads: `JoinHandle`, `Thread`, `ThreadId`.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Arc;

use crate::engine::panics;
use crate::engine::{self, Execution, Kind, ObjectId, Tid, run};

/// What a thread ended with: its value, or what it panicked with.
pub type Result<T> = std::result::Result<T, Box<dyn Any + Send + 'static>>;

/// Where a thread leaves its result for whoever joins it.
pub(super) struct Packet<T>(Cell<Option<Result<T>>>);

// SAFETY: model threads run one at a time on one OS thread, and the engine orders the write (before `Finish`) and the
// read (after `Join`). `T: Send` is demanded where threads are spawned.
unsafe impl<T: Send> Sync for Packet<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Send for Packet<T> {}

impl<T> Packet<T> {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self(Cell::new(None)))
    }

    /// Runs `f` and leaves its result here; tells whether it panicked.
    pub(super) fn fill(&self, f: impl FnOnce() -> T) -> bool {
        let result = catch_unwind(AssertUnwindSafe(f));
        let panicked = result.is_err();
        if panicked {
            panics::caught();
        }
        self.0.set(Some(result));
        panicked
    }

    /// Drops the result, if nobody waits for it any more. Where its destructor panics std aborts; here it is noted, as in
    /// a destructor of a thread-local.
    fn let_go(self: Arc<Self>) {
        if catch_unwind(AssertUnwindSafe(|| drop(self))).is_err() {
            panics::caught();
        }
    }

    pub(super) fn take(&self) -> Result<T> {
        self.0
            .take()
            .expect("a finished thread has left its result, and a handle joins once")
    }
}

/// A handle to a thread.
#[derive(Clone)]
pub struct Thread {
    inner: Arc<Inner>,
}

struct Inner {
    name: Option<Arc<str>>,
    id: ThreadId,
    /// The execution that it belongs to.
    epoch: u32,
    token: ObjectId,
    is_main: bool,
}

impl Thread {
    pub(super) fn of(execution: &Execution, tid: Tid) -> Self {
        let thread = &execution.threads()[tid];
        let inner = Inner {
            name: thread.name.clone(),
            id: ThreadId(thread.id),
            epoch: execution.epoch(),
            token: thread.token,
            is_main: tid == 0,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The thread's identity.
    pub fn id(&self) -> ThreadId {
        self.inner.id
    }

    /// The thread's name, if it was given one; `main` for the main thread.
    pub fn name(&self) -> Option<&str> {
        if self.inner.is_main {
            Some("main")
        } else {
            self.inner.name.as_deref()
        }
    }

    /// Gives the thread its token, so that its `park` returns.
    #[track_caller]
    pub fn unpark(&self) {
        engine::assert_present(self.inner.epoch);
        engine::step(Kind::Unpark, self.inner.token, Location::caller());
    }
}

impl fmt::Debug for Thread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Thread")
            .field("id", &self.id())
            .field("name", &self.name())
            .finish_non_exhaustive()
    }
}

/// A thread's identity: no other thread of its execution has it. The thread that is started first, second... has the same
/// one in each execution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThreadId(u64);

/// The right to wait for a thread's end.
pub struct JoinHandle<T> {
    life: ObjectId,
    thread: Thread,
    packet: Arc<Packet<T>>,
}

// SAFETY: the handle only hands the result over, to whoever owns it; a result that may not leave its thread is kept out
// where threads are spawned.
unsafe impl<T> Send for JoinHandle<T> {}
// SAFETY: a shared handle gives no access to the result.
unsafe impl<T> Sync for JoinHandle<T> {}

/// Starts a thread. Its closure comes boxed, so that this is compiled once for each type of results, of which there are
/// few, and not for each closure.
#[track_caller]
pub(super) fn spawn_named<T: Send>(
    name: Option<Arc<str>>,
    f: Box<dyn FnOnce() -> T + '_>,
) -> JoinHandle<T> {
    let packet = Packet::new();
    let theirs = packet.clone();
    let body: Box<dyn FnOnce() + '_> = Box::new(move || {
        theirs.fill(f);
        theirs.let_go();
    });
    // SAFETY: only the lifetime changes. `thread::spawn` demands `'static`, and `thread::scope` does not return before
    // the body has: what runs afterwards are destructors of thread-locals, which are `'static`. An execution that ends
    // earlier never runs the body again.
    let body = unsafe { std::mem::transmute::<Box<dyn FnOnce() + '_>, Box<dyn FnOnce()>>(body) };
    let tid = run::spawn(name, body);
    let (life, thread) = spawned(tid);
    JoinHandle {
        life,
        thread,
        packet,
    }
}

/// Apart from [`spawn_named`], so that it is compiled here and not once more for each closure.
fn spawned(tid: Tid) -> (ObjectId, Thread) {
    engine::with(|execution| (execution.threads()[tid].life, Thread::of(execution, tid)))
}

impl<T> JoinHandle<T> {
    /// The thread itself.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Waits for the thread to end.
    ///
    /// # Errors
    /// What the thread panicked with.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        engine::assert_present(self.thread.inner.epoch);
        engine::step(Kind::Join, self.life, Location::caller());
        self.packet.take()
    }

    /// Whether the thread has ended.
    #[track_caller]
    #[inline(always)]
    pub fn is_finished(&self) -> bool {
        engine::clean_stack();
        self.is_finished_in_model()
    }

    #[track_caller]
    fn is_finished_in_model(&self) -> bool {
        engine::assert_present(self.thread.inner.epoch);
        engine::step(Kind::IsFinished, self.life, Location::caller()).done
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}

impl<T> JoinHandle<T> {
    pub(super) fn life(&self) -> ObjectId {
        self.life
    }
}
