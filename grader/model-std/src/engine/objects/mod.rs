//! What threads meet at: for each kind of object its state, its operations, when they are possible,
//! what they do and what they conflict with.
//!
//! # Layout
//! - `kind`, `class`, `op`: an operation; `rules`: what is true of it by its kind alone;
//! - `handle`, `object`: an object and its entry in the execution; `by_class`: what its events knew;
//! - `thread`: who meets there; `polls`: what it has looked at in vain;
//! - `transition`, `outcome`, `turn`: what an operation carries, what it may look at and change, and what is
//!   left of it; `value`: what is shown of it;
//! - a file for each object: `atomic`, `barrier`, `channel`, `condvar`, `fence`, `life`, `lock`,
//!   `once`, `park`, `references`.

mod atomic;
pub mod barrier;
pub mod by_class;
pub mod channel;
pub mod class;
pub mod condvar;
pub mod fence;
pub mod handle;
pub mod kind;
pub mod life;
pub mod lock;
pub mod object;
pub mod once;
pub mod op;
pub mod outcome;
pub mod park;
pub mod polls;
pub mod references;
mod rules;
pub mod thread;
pub mod transition;
pub mod turn;
pub mod value;

pub use channel::Channel;
pub use class::Class;
pub use handle::Handle;
pub use kind::Kind;
pub use object::{Object, State};
pub use op::{NEVER, NO_OBJECT, ObjectId, Op, Site, Tid};
pub use outcome::Outcome;
pub use transition::{Action, Applied, Effect, Progress};
pub use value::{Shape, Value};
