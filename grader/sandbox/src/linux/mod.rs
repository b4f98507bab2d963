//! The layers, on Linux.

mod attempt;
mod becoming;
mod calls;
mod error;
mod files;
mod init;
mod inside;
mod memory;
mod root;
mod supervisor;
mod sys;
mod users;

pub(crate) use attempt::{Attempts, DONE, SERVER, nameless, server};
pub(crate) use becoming::become_program;
pub(crate) use files::version;
pub(crate) use supervisor::become_confined;
pub(crate) use users::can_be_others;
