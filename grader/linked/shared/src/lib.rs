//! A shared library of `checks` and all it depends on, the engine first. It has no items of its own.

#[cfg(target_os = "linux")]
use checks as _;
