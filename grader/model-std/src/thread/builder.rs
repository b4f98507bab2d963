//! `thread::Builder`.

use std::io;
use std::sync::Arc;

use super::handle::{JoinHandle, spawn_named};
use super::scoped::{Scope, ScopedJoinHandle};

/// Names a thread before starting it; see [`std::thread::Builder`]. Stack sizes are accepted and ignored: the model
/// decides.
#[derive(Debug, Default)]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    /// No name yet.
    pub fn new() -> Self {
        Self::default()
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
        Ok(spawn_named(self.name.map(Arc::from), f))
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
        Ok(scope.spawn_named(self.name.map(Arc::from), f))
    }
}
