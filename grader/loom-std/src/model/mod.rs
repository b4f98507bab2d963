//! Running code under loom, which `std` does not have.

mod attempt;
mod explore;
mod hook;
mod run;
mod says;
mod settings;
mod thread;
pub(crate) mod unwinding;
mod word;

pub use explore::explore;
pub use run::cannot;
pub use settings::MAX_BRANCHES;
pub use thread::Thread;
pub use word::{Explored, Failure, Kind, Panic, Word};

pub(crate) use run::{Run, Waiting};
pub(crate) use settings::Looks;
