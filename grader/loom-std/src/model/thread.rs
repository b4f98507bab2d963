//! The handle of a thread.

use std::fmt;
use std::sync::Arc;

use loom::thread::ThreadId;

/// The handle of a thread.
#[derive(Clone)]
pub struct Thread {
    inner: loom::thread::Thread,
    name: Option<Arc<str>>,
}

impl Thread {
    /// The handle of main, called by main.
    pub(crate) fn main() -> Self {
        Self {
            inner: loom::thread::current(),
            name: Some("main".into()),
        }
    }

    /// The handle of a thread of loom's, by this name.
    pub(crate) fn of(inner: loom::thread::Thread, name: Option<String>) -> Self {
        Self {
            inner,
            name: name.map(Arc::from),
        }
    }

    /// Its identity.
    #[must_use]
    pub fn id(&self) -> ThreadId {
        self.inner.id()
    }

    /// The name it was given.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Gives it a token, which lets it go on if it is parked.
    pub fn unpark(&self) {
        self.inner.unpark();
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
