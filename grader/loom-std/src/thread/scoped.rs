//! `scope`: threads that borrow.

use std::fmt;
use std::marker::PhantomData;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

use super::handle::{Packet, Started};
use crate::model::Run;
use crate::model::Thread;
use crate::model::unwinding;
use crate::thread::Result;

/// Threads of a scope that nobody has joined, each in its place, with whether it panicked.
type Unjoined = Arc<Mutex<Vec<Option<(Started, Arc<AtomicBool>)>>>>;

/// A scope to start threads in; see [`std::thread::Scope`].
pub struct Scope<'scope, 'env: 'scope> {
    unjoined: Unjoined,
    // Invariant in both, as std's.
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

/// Makes a scope, runs `f` in it, and waits for all its threads.
///
/// # Panics
/// If a thread panicked that nobody joined.
#[track_caller]
pub fn scope<'env, F, T>(f: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let scope = Scope {
        unjoined: Arc::default(),
        scope: PhantomData,
        env: PhantomData,
    };
    let result = unwinding::catch(|| f(&scope));
    let mut panicked = false;
    // A thread may have started others meanwhile.
    while let Some((started, its)) = next(&scope.unjoined) {
        started.join();
        panicked |= its.load(Relaxed);
    }
    match result {
        Err(payload) => crate::panic::resume_unwind(payload),
        Ok(_) if panicked => panic!("a scoped thread panicked"),
        Ok(value) => value,
    }
}

fn next(unjoined: &Unjoined) -> Option<(Started, Arc<AtomicBool>)> {
    let mut unjoined = unjoined.lock().unwrap_or_else(PoisonError::into_inner);
    unjoined.iter_mut().find_map(Option::take)
}

impl<'scope> Scope<'scope, '_> {
    /// Starts a thread in the scope.
    #[track_caller]
    pub fn spawn<F, T>(&'scope self, f: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        self.spawn_named(None, f)
    }

    pub(super) fn spawn_named<F, T>(
        &'scope self,
        name: Option<String>,
        f: F,
    ) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        let packet = Packet::new();
        let theirs = Arc::clone(&packet);
        let panicked = Arc::new(AtomicBool::new(false));
        let its = Arc::clone(&panicked);
        let body = move || {
            if !theirs.fill(f) {
                its.store(true, Relaxed);
            }
            Run::current().me().drop_locals();
            theirs.close();
        };
        let body: Box<dyn FnOnce() + Send + 'scope> = Box::new(body);
        // SAFETY: only the lifetime is another. What `body` borrows outlives `'scope`, and `scope` does not return
        // before it has waited for the end of this thread, by when loom has run and dropped `body`: the thread is in
        // `unjoined` until somebody waits for it. If the execution does not end, `scope` never returns at all,
        // because an execution that cannot go on is left standing for ever.
        let body = unsafe {
            mem::transmute::<Box<dyn FnOnce() + Send + 'scope>, Box<dyn FnOnce() + Send>>(body)
        };
        let started = Started::new(name, body);
        let thread = started.thread.clone();
        let mut unjoined = self.unjoined.lock().unwrap_or_else(PoisonError::into_inner);
        unjoined.push(Some((started, panicked)));
        let place = unjoined.len() - 1;
        ScopedJoinHandle {
            packet,
            thread,
            place,
            unjoined: Arc::clone(&self.unjoined),
            scope: PhantomData,
        }
    }
}

impl fmt::Debug for Scope<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope").finish_non_exhaustive()
    }
}

/// The owner's permission to wait for the end of a thread in a scope.
pub struct ScopedJoinHandle<'scope, T> {
    packet: Arc<Packet<T>>,
    thread: Thread,
    place: usize,
    unjoined: Unjoined,
    scope: PhantomData<&'scope ()>,
}

impl<T> ScopedJoinHandle<'_, T> {
    /// The handle of the thread.
    #[must_use]
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Waits for the thread's end.
    ///
    /// # Errors
    /// What it panicked with.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        let mut unjoined = self.unjoined.lock().unwrap_or_else(PoisonError::into_inner);
        let started = unjoined[self.place].take();
        drop(unjoined);
        let (started, _) = started.expect("a scope waits only when its handles cannot be used");
        started.join();
        self.packet.take()
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.packet.is_closed()
    }
}

impl<T> fmt::Debug for ScopedJoinHandle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScopedJoinHandle").finish_non_exhaustive()
    }
}
