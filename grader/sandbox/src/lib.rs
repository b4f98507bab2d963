//! Confines the programs that read or run what a submission says: compilers and checks.
//!
//! The grader starts such a program by way of itself: `grader --confine PROFILE PROGRAM ARGUMENTS`. That process gives up
//! what the [`Profile`] does not allow, layer by layer, and then becomes the program. Each promise is kept by two layers
//! where the system has them, and by one at least: [`Sandbox::open`] tries the forbidden things themselves before
//! anything is graded, and refuses with the reason if one of them is possible.
//!
//! # Layout
//! - [`Profile`] says what a program may do, as data; [`Limits`] how much of it.
//! - [`Sandbox`] finds the layers that this system has, tries them, and makes commands.
//! - [`become_confined`] is the first thing in the grader's `main`: the other side of such a command.
//! - `linux` has the layers. Other systems have none, and say so.
//!
//! # Processes of one run
//! ```text
//! grader -> supervisor (outside: memory, exit status) -> init (pid 1 inside: reaps) -> program
//! ```
//! The supervisor dies with the grader, the init with the supervisor, and with the init everything that the program has
//! started: the system sees to each of these. The program can reach neither of the three.

mod confined;
mod layers;
#[cfg(target_os = "linux")]
mod linux;
mod profile;
mod sandbox;

use std::process::ExitCode;

pub use confined::Confined;
pub use layers::{Identity, Layers};
pub use profile::{Limits, Profile};
pub use sandbox::{Kind, Sandbox, Toolchain, Unavailable};

/// The first argument of a grader that is to confine itself: then come the file of a [`Profile`], the program, and its
/// arguments.
pub const CONFINE: &str = "--confine";

/// The first argument of a grader that is to try what is forbidden; see [`Sandbox::open`].
pub const ATTEMPT: &str = "--attempt";

/// The first argument of a program that is to become another one, unconfined, which ends with the parent of this: then
/// come that program and its arguments.
pub const BECOME: &str = "--become";

/// What `main` does first: if this process was started with [`BECOME`], it becomes the program and never returns, except
/// with the code of the failure. Only Linux has such a request.
pub fn become_program() -> Option<ExitCode> {
    #[cfg(target_os = "linux")]
    return linux::become_program();
    #[cfg(not(target_os = "linux"))]
    None
}

/// What `main` does first: if this process was started by a command of [`Sandbox`], it becomes the program, and returns
/// only to end with that code.
pub fn become_confined() -> Option<ExitCode> {
    #[cfg(target_os = "linux")]
    return linux::become_confined();
    #[cfg(not(target_os = "linux"))]
    None
}
