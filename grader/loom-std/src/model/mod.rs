//! Running code under loom, which `std` does not have.

mod attempt;
mod explore;
mod hook;
mod run;
mod says;
mod word;

pub use attempt::MAX_BRANCHES;
pub use explore::explore;
pub use run::cannot;
pub use word::{Explored, Failure, Kind, Panic, Word};

pub(crate) use attempt::Looks;
pub(crate) use run::{Run, Waiting};
