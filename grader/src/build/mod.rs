//! From a submitted file to a program whose checks can be run; see [`Builder`].

mod compiler;
pub mod lexer;
mod libraries;
mod screen;
mod unit;

pub use compiler::{COMPILE_TIME, Compiler};
pub use libraries::{BuildError, Libraries};
pub use screen::screen;
pub use unit::{Builder, Unit};
