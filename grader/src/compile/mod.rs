//! Compiling: from a submitted file to a program whose checks can be run; see [`Builder`].

mod build;
mod build_dir;
mod builder;
mod check_binary;
mod chosen;
mod compiler;
mod confinement;
mod diagnostics;
pub mod engine;
mod facades;
mod foreign;
mod instances;
pub mod janitor;
mod jobs;
mod kept;
pub mod launch;
mod libraries;
pub mod linker;
mod missing;
mod prelink;
mod rejected;
mod rendered;
mod reuse;
mod tool;

pub use builder::{Builder, Options, ROOT, Trust};
pub use check_binary::CheckBinary;
pub use compiler::COMPILE_TIME;
pub use engine::Engine;
pub use jobs::Jobs;
pub use libraries::{BuildError, Libraries, is_on_the_model};
pub use reuse::Reuse;
