//! An execution: what its threads and objects have come to, and the step that every operation goes
//! through. Who goes on is decided elsewhere (`schedulers`).
//!
//! # Layout
//! - `execution`: the step; `asked`: what others may ask of it; `effect`: what an operation may do,
//!   and does; `settings`, `epoch`: how it begins, and by which number; `scheduler`: what it has to
//!   know of who decides; `spare`: its memory, for the next one;
//! - `ready`: which threads could go on; `cores`: which have a core; `pace`: how far it has come;
//!   `trail`: what has been announced, in one number;
//! - `record`: the steps, for those who tell of them; `places`: whose lines they are at;
//! - `focus`: how closely it looks; `counted`, `output`: what it has of references and of prints.

mod asked;
pub mod cores;
mod counted;
mod effect;
pub mod epoch;
pub mod execution;
pub mod focus;
pub mod output;
pub mod pace;
mod places;
pub mod ready;
pub mod record;
mod scheduler;
mod settings;
mod spare;
pub mod trail;

pub use execution::{Ended, Execution, Hook};
pub use scheduler::{Patience, Scheduler};
pub use settings::Settings;
