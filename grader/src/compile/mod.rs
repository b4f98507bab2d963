//! Compiling: from a submitted file to a program whose checks can be run; see [`Builder`].

mod chosen;
mod compiler;
mod diagnostics;
pub mod engine;
mod facades;
mod foreign;
pub mod janitor;
pub mod launch;
mod libraries;
mod missing;
mod rendered;
mod scratch;
mod unit;

pub use compiler::COMPILE_TIME;
pub use engine::Engine;
pub use libraries::{BuildError, Libraries};
pub use unit::{Builder, Options, ROOT, Unit};
