//! An execution while it runs on this OS thread: what the std-shaped types call.
//!
//! # Layout
//! - `run`: from its first thread to its end; `current`: how its threads come to their turn;
//! - `panics`, `hooks`, `std_hook`: panics are counted, what the program's own hook does, and how
//!   that is called; `prepare`: what is done once, before;
//! - `counts`, `output`: what is an operation only where somebody looks: references, prints.

pub mod counts;
pub mod current;
pub mod hooks;
pub mod output;
pub mod panics;
pub mod prepare;
pub mod run;
pub mod std_hook;
