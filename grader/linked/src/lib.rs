//! What the checks of an exercise have as `checks` under `cargo test`: the crate of that name, whole.
//!
//! An edit of an exercise ends in linking its checks, and most of what is linked never changes: the engine, `checks`
//! and all they depend on. On Linux that lies in a shared library, `shared-checks`, which is linked once. A program
//! takes what it uses from there if any crate that it depends on does, so it is enough to name that library here.
//! Elsewhere a program is linked whole.
//!
//! The grader has `checks` itself: its programs run confined, and need no other file.

pub use checks::*;

#[cfg(target_os = "linux")]
use shared_checks as _;
