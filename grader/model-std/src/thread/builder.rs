//! `thread::Builder`.

use std::io;
use std::sync::Arc;

use super::handle::{JoinHandle, spawn_named};
use super::scoped::{Scope, ScopedJoinHandle};

/// Names a thread before starting it; see [`std::thread::Builder`]. Stack sizes are accepted and ignored: the model
/// decides.
#[derive(Debug)]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    /// No name yet.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "std's has no default either")]
    pub fn new() -> Self {
        Self { name: None }
    }

    /// Names the thread.
    #[must_use]
    pub fn name(mut self, name: String) -> Self {
        self.name = Some(name);
        self
    }

    /// Accepted, without effect.
    #[must_use]
    pub fn stack_size(self, _bytes: usize) -> Self {
        self
    }

    /// Starts the thread.
    ///
    /// # Errors
    /// None in a model; the signature is std's.
    #[track_caller]
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        Ok(spawn_named(self.checked_name(), Box::new(f)))
    }

    /// Starts a thread that may borrow, for callers who see to it themselves that it ends in time.
    ///
    /// # Errors
    /// None in a model; the signature is std's.
    ///
    /// # Safety
    /// The thread must have ended before anything that `f` or its result borrows does.
    #[track_caller]
    pub unsafe fn spawn_unchecked<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T,
        F: Send,
        T: Send,
    {
        Ok(spawn_named(self.checked_name(), Box::new(f)))
    }

    /// As std's, which hands names on to systems that end them with a zero.
    #[track_caller]
    fn checked_name(self) -> Option<Arc<str>> {
        let name = self.name?;
        assert!(
            !name.contains('\0'),
            "thread name may not contain interior null bytes"
        );
        Some(Arc::from(name))
    }

    /// Starts a thread that may borrow from around the scope.
    ///
    /// # Errors
    /// None in a model; the signature is std's.
    #[track_caller]
    pub fn spawn_scoped<'scope, 'env, F, T>(
        self,
        scope: &'scope Scope<'scope, 'env>,
        f: F,
    ) -> io::Result<ScopedJoinHandle<'scope, T>>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        Ok(scope.spawn_named(self.checked_name(), Box::new(f)))
    }
}
