//! Threads and the handles of them.

use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

use loom::sync::atomic::AtomicBool;
use loom::sync::atomic::Ordering::SeqCst;

use crate::model::unwinding;
use crate::model::{Looks, Run, Thread, Waiting};
use crate::thread::Result;

/// Words of a thread's stack: 256 KiB. Loom's own 32 KiB are too few for an unoptimised panic of some depth; main has no
/// more than these, which loom does not let one change.
const STACK: usize = (256 << 10) / size_of::<usize>();

/// Where a thread puts its result.
pub(super) struct Packet<T> {
    result: Mutex<Option<Result<T>>>,
    /// True once there is a result; loom's, and there only if the code looks whether threads have ended.
    ended: Option<AtomicBool>,
}

impl<T> Packet<T> {
    pub(super) fn new() -> Arc<Self> {
        let looked_at = Run::current().looks().at_ends;
        Arc::new(Self {
            result: Mutex::new(None),
            ended: looked_at.then(|| AtomicBool::new(false)),
        })
    }

    /// Runs a thread's function; false if it panics.
    pub(super) fn fill(&self, f: impl FnOnce() -> T) -> bool {
        let result = unwinding::catch(f);
        let returned = result.is_ok();
        *self.result.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
        returned
    }

    /// Takes the result of a thread that was joined.
    pub(super) fn take(&self) -> Result<T> {
        let mut result = self.result.lock().unwrap_or_else(PoisonError::into_inner);
        result
            .take()
            .expect("a thread that was joined has a result")
    }

    /// Tells those who look that the thread has ended.
    pub(super) fn close(&self) {
        if let Some(ended) = &self.ended {
            ended.store(true, SeqCst);
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        Run::current().sees(Looks::AT_ENDS);
        self.ended.as_ref().is_some_and(|ended| ended.load(SeqCst))
    }
}

/// A thread of loom's that was started.
pub(super) struct Started {
    inner: loom::thread::JoinHandle<()>,
    pub(super) thread: Thread,
}

impl Started {
    /// Starts a thread, whose `body` does not panic.
    pub(super) fn new(name: Option<String>, body: Box<dyn FnOnce() + Send>) -> Self {
        let run = Run::current();
        run.make_room();
        let inner = loom::thread::Builder::new().stack_size(STACK).spawn(body);
        let inner = inner.expect("loom refuses nobody");
        let thread = Thread::of(inner.thread().clone(), name);
        run.add(thread.clone());
        Self { inner, thread }
    }

    /// Waits for its end.
    #[track_caller]
    pub(super) fn join(self) {
        let waiting = Waiting {
            what: "a thread to end",
            at: Location::caller(),
        };
        let ended = Run::current().me().waits(waiting, || self.inner.join());
        drop(ended);
    }
}

/// The owner's permission to wait for a thread's end.
pub struct JoinHandle<T> {
    packet: Arc<Packet<T>>,
    started: Started,
}

pub(super) fn spawn_named<F, T>(name: Option<String>, f: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let packet = Packet::new();
    let theirs = Arc::clone(&packet);
    let body = move || {
        theirs.fill(f);
        Run::current().me().drop_locals();
        theirs.close();
    };
    let started = Started::new(name, Box::new(body));
    JoinHandle { packet, started }
}

impl<T> JoinHandle<T> {
    /// The handle of the thread.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        &self.started.thread
    }

    /// Waits for the thread's end.
    ///
    /// # Errors
    /// What it panicked with.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.started.join();
        self.packet.take()
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.packet.is_closed()
    }
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}
