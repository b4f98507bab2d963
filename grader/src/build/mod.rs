//! From a submitted file to a program whose checks can be run; see [`Builder`].

mod blame;
mod compiler;
mod diagnostics;
mod doors;
pub mod lexer;
mod libraries;
mod rendered;
mod scratch;
mod screen;
mod unit;

pub use compiler::COMPILE_TIME;
pub use libraries::{BuildError, Libraries};
pub use screen::screen;
pub use unit::{Builder, ROOT, Unit};
