//! `Builder`: threads with names.

use std::io;

use super::handle::{self, JoinHandle};
use super::scoped::{Scope, ScopedJoinHandle};

/// Starts threads with a name; see [`std::thread::Builder`].
#[derive(Debug)]
#[must_use]
pub struct Builder {
    name: Option<String>,
}

impl Builder {
    /// Without a name.
    #[expect(clippy::new_without_default, reason = "std's has no default either")]
    pub fn new() -> Self {
        Self { name: None }
    }

    /// Gives the thread a name.
    ///
    /// # Panics
    /// If the name holds a null byte, as std does.
    pub fn name(mut self, name: String) -> Self {
        assert!(
            !name.contains('\0'),
            "thread name may not contain interior null bytes"
        );
        self.name = Some(name);
        self
    }

    /// Takes no notice of it: loom's stacks are of one size.
    pub fn stack_size(self, _: usize) -> Self {
        self
    }

    /// Starts the thread.
    ///
    /// # Errors
    /// None.
    #[track_caller]
    pub fn spawn<F, T>(self, f: F) -> io::Result<JoinHandle<T>>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        Ok(handle::spawn_named(self.name, f))
    }

    /// Starts the thread in a scope.
    ///
    /// # Errors
    /// None.
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
        Ok(scope.spawn_named(self.name, f))
    }
}
