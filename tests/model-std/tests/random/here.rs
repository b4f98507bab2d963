//! The interpreter on this crate's types.

#[path = "interpret.rs"]
pub mod interpret;

/// What the interpreter takes from here.
pub mod library {
    pub use model_std::collections::HashMap;
    pub use model_std::sync::OnceLock;
    pub use model_std::{panic, sync, thread};

    pub trait Handle {
        fn has_finished(&self) -> bool;
    }

    impl<T> Handle for thread::JoinHandle<T> {
        fn has_finished(&self) -> bool {
            self.is_finished()
        }
    }

    impl<T> Handle for thread::ScopedJoinHandle<'_, T> {
        fn has_finished(&self) -> bool {
            self.is_finished()
        }
    }

    /// Dropping the end of a channel is an operation like any other.
    pub fn before_dropping() {}

    /// So is cloning or dropping a reference, and whatever looks at their count.
    pub fn before_counting() {}

    /// Arriving at a barrier is one too: who comes last is its leader.
    pub fn before_meeting() {}
}
