//! `std::sync::atomic`: loom's atomics.
//!
//! What std's have and loom's cannot (`get_mut`, `as_ptr`, a `const fn new`) is missing, so that code which needs it does
//! not compile.

mod bool;
mod int;
mod ptr;

pub use std::sync::atomic::*;

pub use self::bool::AtomicBool;
pub use self::int::{
    AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};
pub use self::ptr::AtomicPtr;
pub use loom::sync::atomic::fence;
