//! `thread::scope`: threads that may borrow, because the scope ends only after their closures have returned.
//!
//! As std's, a scope does not wait for the destructors of its threads' thread-locals: those cannot borrow from around
//! it, and only `join` waits for the thread to be gone altogether.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, Location, RefUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use super::handle::{JoinHandle, Packet, Result, Thread, spawn_named};
use crate::engine::panics;
use crate::engine::{self, Kind, ObjectId, Site};

/// A scope; see [`std::thread::Scope`].
pub struct Scope<'scope, 'env: 'scope> {
    threads: Shared,
    main_thread: Thread,
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

/// Every thread of the scope, with whether its end has been looked at by a `join`.
#[derive(Default)]
struct Shared(RefCell<Vec<ScopedThread>>);

struct ScopedThread {
    life: ObjectId,
    panicked: Arc<std::sync::atomic::AtomicBool>,
    joined: Arc<std::sync::atomic::AtomicBool>,
}

// SAFETY: model threads run one at a time on one OS thread and never switch while the list is borrowed.
unsafe impl Sync for Shared {}
// The list is never left half changed: nothing in between can panic.
impl RefUnwindSafe for Shared {}

/// Runs `f`, which may spawn borrowing threads, and waits for all of them.
///
/// # Panics
/// If `f` panics, or a thread whose handle was not joined.
#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let (mut f, mut value) = (Some(f), None);
    run(&mut |scope| value = f.take().map(|f| f(scope)));
    value.expect("`run` returns if the closure has")
}

// What follows is apart from `scope`, so that it is compiled here and not once more for each closure.

/// Calls `f`, once, and waits for the threads of its scope.
#[track_caller]
fn run<'env>(f: &mut dyn for<'scope> FnMut(&'scope Scope<'scope, 'env>)) {
    let site = Location::caller();
    let scope = Scope {
        threads: Shared::default(),
        main_thread: super::current(),
        scope: PhantomData,
        env: PhantomData,
    };
    let result = catch_unwind(AssertUnwindSafe(|| f(&scope)));
    if result.is_err() {
        panics::caught();
    }
    scope.threads.wait(site);
    if let Err(payload) = result {
        panics_again();
        resume_unwind(payload)
    }
    let unseen = scope.threads.has_unseen_panic();
    assert!(!unseen, "a scoped thread panicked");
}

impl Shared {
    /// Waits for all threads of the scope.
    fn wait(&self, site: Site) {
        // A thread of the scope may start another, so the list can grow while this waits.
        let mut next = 0;
        loop {
            let life = self.0.borrow().get(next).map(|thread| thread.life);
            let Some(life) = life else { break };
            engine::step(Kind::ScopeEnd, life, site);
            next += 1;
        }
    }

    /// Whether a thread panicked that nobody joined.
    fn has_unseen_panic(&self) -> bool {
        use std::sync::atomic::Ordering::Relaxed;
        let threads = self.0.borrow();
        threads
            .iter()
            .any(|thread| thread.panicked.load(Relaxed) && !thread.joined.load(Relaxed))
    }
}

/// Notes that a panic goes on in this thread.
fn panics_again() {
    engine::with(|execution| execution.current_thread_mut().panicking += 1);
}

impl<'scope> Scope<'scope, '_> {
    /// Starts a thread in the scope.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.spawn_named(None, Box::new(f))
    }

    #[track_caller]
    pub(super) fn spawn_named<T: Send + 'scope>(
        &'scope self,
        name: Option<Arc<str>>,
        f: Box<dyn FnOnce() -> T + Send + 'scope>,
    ) -> ScopedJoinHandle<'scope, T> {
        let panicked = Arc::new(std::sync::atomic::AtomicBool::new(true));
        let joined = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let returned = panicked.clone();
        let body = move || {
            let value = f();
            returned.store(false, std::sync::atomic::Ordering::Relaxed);
            value
        };
        let handle = spawn_named(name, Box::new(body));
        self.threads.0.borrow_mut().push(ScopedThread {
            life: handle.life(),
            panicked,
            joined: joined.clone(),
        });
        ScopedJoinHandle {
            handle,
            joined,
            scope: PhantomData,
            result: PhantomData,
        }
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use std::sync::atomic::Ordering::Relaxed;
        if !engine::is_running() {
            // Another OS thread; the list is the model's.
            return f.debug_struct("Scope").finish_non_exhaustive();
        }
        let threads = self.threads.0.borrow();
        let is_running = |thread: &&ScopedThread| {
            let finished = engine::has_returned(thread.life);
            !finished.unwrap_or(true)
        };
        let running = threads.iter().filter(is_running).count();
        let panicked = threads
            .iter()
            .any(|thread| !is_running(&thread) && thread.panicked.load(Relaxed));
        f.debug_struct("Scope")
            .field("num_running_threads", &running)
            .field("a_thread_panicked", &panicked)
            .field("main_thread", &self.main_thread)
            .finish_non_exhaustive()
    }
}

/// The right to wait for a scoped thread's end.
pub struct ScopedJoinHandle<'scope, T> {
    handle: JoinHandle<T>,
    joined: Arc<std::sync::atomic::AtomicBool>,
    scope: PhantomData<&'scope ()>,
    /// As std's, it may go where its result may.
    result: PhantomData<Arc<Packet<T>>>,
}

impl<T> ScopedJoinHandle<'_, T> {
    /// The thread itself.
    pub fn thread(&self) -> &Thread {
        self.handle.thread()
    }

    /// Waits for the thread to end.
    ///
    /// # Errors
    /// What the thread panicked with.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        self.joined
            .store(true, std::sync::atomic::Ordering::Relaxed);
        self.handle.join()
    }

    /// Whether the thread has ended.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        self.handle.is_finished()
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}
