//! The interpreter on shuttle's types, which lack some things; programs that use those are not run here.

#[path = "interpret.rs"]
pub mod interpret;

/// What the interpreter takes from here.
pub mod library {
    pub use shuttle::{sync, thread};
    pub use std::collections::HashMap;
    pub use std::panic;
    pub use std::sync::OnceLock;

    pub trait Handle {
        fn has_finished(&self) -> bool {
            unreachable!("shuttle's handles do not tell")
        }
    }

    impl<T> Handle for thread::JoinHandle<T> {}
    impl<T> Handle for thread::ScopedJoinHandle<'_, T> {}

    /// Shuttle does not let others in before the end of a channel is dropped.
    pub fn before_dropping() {
        thread::yield_now();
    }

    /// Shuttle's `Arc` is std's.
    pub fn before_counting() {
        thread::yield_now();
    }

    /// Shuttle lets nobody in before a thread waits at a barrier, as if it did not matter who comes last; but that one is
    /// the leader.
    pub fn before_meeting() {
        thread::yield_now();
    }
}
