//! What the command line asks for, a module for each command.

pub mod list;
pub mod verify;
