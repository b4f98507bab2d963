//! What a guard of ours holds: a guard of loom's.
//!
//! Loom's locks are leaked, so that a guard can outlive the lock it is of, when it is put aside; see `unwinding`. They
//! are small, and a process looks at one check.

use loom::sync::atomic::AtomicUsize;
use loom::sync::atomic::Ordering::AcqRel;
use loom::sync::{Condvar, Mutex, RwLock};

use crate::model::unwinding::{self, Hold};
use crate::model::{Looks, Run, Waiting};

/// A lock of loom's, with no data in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lock {
    inner: &'static Mutex<()>,
    held: Option<Held>,
}

/// A lock of loom's for readers and writers, with no data in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct ReadWrite {
    inner: &'static RwLock<()>,
    held: Option<Held>,
}

/// Tells those who try a lock whether it is taken, in code that tries locks.
///
/// Loom's own `try_lock` does not: it never finds a lock taken, because to let go of one is no step, and because loom
/// takes a thread that is about to try a lock for one that waits for it. So to take a lock and to let go of it are
/// steps of their own here, and to try one begins with looking at what they write.
#[derive(Debug, Clone, Copy)]
struct Held(&'static AtomicUsize);

/// What a writer, or the one thread in a `Mutex`, adds to [`Held`]; a reader adds 1.
const ALONE: usize = 1 << 16;

impl Held {
    /// None if the code tries no locks.
    fn new() -> Option<Self> {
        let looked_at = Run::current().looks().at_locks;
        looked_at.then(|| Self(Box::leak(Box::new(AtomicUsize::new(0)))))
    }

    /// What those who hold the lock have added. Read as it is written, since a plain load may see an old value.
    fn now(self) -> usize {
        self.0.fetch_add(0, AcqRel)
    }
}

/// A lock that is taken. Dropped, it is let go.
#[derive(Debug)]
pub(super) struct Taken {
    hold: Option<Hold>,
    held: Option<Held>,
    /// What it has added to `held`.
    share: usize,
    /// Whether some thread unwound when it was taken.
    unwinding: bool,
    /// Whether the thread that took it unwound.
    pub(super) was_unwinding: bool,
}

impl Lock {
    pub(super) fn new() -> Self {
        Self {
            held: Held::new(),
            inner: Box::leak(Box::new(Mutex::new(()))),
        }
    }

    pub(super) fn lock(self, waiting: Waiting) -> Taken {
        let guard = Run::current().me().waits(waiting, || self.inner.lock());
        Taken::new(Hold::Mutex(guard.expect(WHOLE)), self.held, ALONE)
    }

    pub(super) fn try_lock(self) -> Option<Taken> {
        Run::current().sees(Looks::AT_LOCKS);
        if self.held?.now() > 0 {
            return None;
        }
        let guard = self.inner.try_lock().ok()?;
        Some(Taken::new(Hold::Mutex(guard), self.held, ALONE))
    }
}

impl ReadWrite {
    pub(super) fn new() -> Self {
        Self {
            held: Held::new(),
            inner: Box::leak(Box::new(RwLock::new(()))),
        }
    }

    pub(super) fn read(self, waiting: Waiting) -> Taken {
        let guard = Run::current().me().waits(waiting, || self.inner.read());
        Taken::new(Hold::Read(guard.expect(WHOLE)), self.held, 1)
    }

    pub(super) fn write(self, waiting: Waiting) -> Taken {
        let guard = Run::current().me().waits(waiting, || self.inner.write());
        Taken::new(Hold::Write(guard.expect(WHOLE)), self.held, ALONE)
    }

    pub(super) fn try_read(self) -> Option<Taken> {
        Run::current().sees(Looks::AT_LOCKS);
        if self.held?.now() >= ALONE {
            return None;
        }
        let guard = self.inner.try_read().ok()?;
        Some(Taken::new(Hold::Read(guard), self.held, 1))
    }

    pub(super) fn try_write(self) -> Option<Taken> {
        Run::current().sees(Looks::AT_LOCKS);
        if self.held?.now() > 0 {
            return None;
        }
        let guard = self.inner.try_write().ok()?;
        Some(Taken::new(Hold::Write(guard), self.held, ALONE))
    }
}

/// Why no lock of loom's is poisoned.
const WHOLE: &str = "no guard of loom's is dropped by unwinding";

impl Taken {
    fn new(hold: Hold, held: Option<Held>, share: usize) -> Self {
        let taken = Self {
            hold: Some(hold),
            held,
            share,
            unwinding: std::thread::panicking(),
            was_unwinding: unwinding::is_mine(),
        };
        taken.show();
        taken
    }

    /// Tells others that the lock is taken.
    fn show(&self) {
        if let Some(held) = self.held {
            held.0.fetch_add(self.share, AcqRel);
        }
    }

    /// Tells others that it is about to be let go.
    fn hide(&self) {
        if let Some(held) = self.held {
            held.0.fetch_sub(self.share, AcqRel);
        }
    }

    /// Waits for `changed`, with the lock let go meanwhile.
    pub(super) fn wait(&mut self, changed: &Condvar, waiting: Waiting) {
        self.hide();
        unwinding::settle();
        let Some(Hold::Mutex(guard)) = self.hold.take() else {
            unreachable!("only a Mutex is waited with, and it is taken");
        };
        let guard = Run::current().me().waits(waiting, || changed.wait(guard));
        self.hold = Some(Hold::Mutex(guard.expect(WHOLE)));
        self.unwinding = std::thread::panicking();
        self.show();
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.hide();
        if let Some(hold) = self.hold.take() {
            unwinding::let_go(hold, self.unwinding);
        }
    }
}
