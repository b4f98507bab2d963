//! What `checks::main!` registers.

/// A function of `checks.rs`, by name.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The function's name.
    pub name: &'static str,
    /// The function.
    pub run: fn(),
}
