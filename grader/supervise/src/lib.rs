//! Runs one check in a process of its own, within limits, and believes only its record.
//!
//! The process may be hostile: it may hang, flood its output, exit with any code, leave processes behind
//! that hold its pipes open. Whatever it does, [`Supervisor::run`] returns, with a verdict, and ends what it started.
//!
//! # Layout
//! - [`Supervisor`]: the parent's side, with its [`Limits`], a [`CancelToken`] and the hook for a [`Sandbox`].
//! - [`Session`]: the parent's side of a conversation; [`play`]: what is said in it.
//! - [`channel`]: the private pipe between the two; [`protocol`]: the lines on it.
//! - `consent`: whether a check may pass, which its process asks and cannot know before.
//! - `watch` waits for what happens (`readers` make events of it), `group` ends all that was started, `output` keeps
//!   what was printed, [`TimeLimit`] the time that counts, [`threads_at_work`] what computes; `exit_reason` and
//!   [`name_exits`] say how a process ended that left no record.

mod at_work;
mod cancel;
mod common_time;
mod consent;
mod exit_reason;
mod exits;
mod group;
mod output;
mod readers;
mod sandbox;
mod session;
mod supervisor;
mod time_limit;
mod watch;

pub mod channel;
pub mod play;
pub mod protocol;

pub use at_work::threads_at_work;
pub use cancel::{CancelToken, Cancelled};
pub use common_time::{CommonTime, Share};
pub use exits::name_exits;
pub use sandbox::{NOT_CONFINED, OUT_OF_MEMORY, Said, Sandbox, TOO_MANY_PROCESSES};
pub use session::{Lost, Session};
pub use supervisor::{
    DEFAULT_OUTPUT, DEFAULT_WALL, Limits, Run, Supervisor, command, play_command,
};
pub use time_limit::TimeLimit;
