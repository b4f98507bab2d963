//! `std::sync`: locks, condition variables, channels, atomics, once-only initialisation.
//!
//! `Arc` and `Weak` are std's own where the compiler lets no other crate have such types (`build.rs`): then what their
//! counts tell of other threads is not modelled.

#[cfg(counted_arc)]
mod arc;
pub mod atomic;
mod barrier;
mod cell;
mod condvar;
mod lazy_lock;
pub mod mpsc;
mod mutex;
mod once;
mod once_lock;
mod poison;
mod rwlock;
mod shown;

#[cfg(counted_arc)]
pub use arc::{Arc, Weak};
pub use barrier::{Barrier, BarrierWaitResult};
pub use condvar::{Condvar, WaitTimeoutResult};
pub use lazy_lock::LazyLock;
pub use mutex::{Mutex, MutexGuard};
pub use once::{ONCE_INIT, Once, OnceState};
pub use once_lock::OnceLock;
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
#[cfg(not(counted_arc))]
pub use std::sync::{Arc, Weak};
pub use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};
