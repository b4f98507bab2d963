//! One modelled operation: what a thread is about to do to which object.

use super::class::Class;
use super::kind::Kind;
pub use crate::engine::ids::{NEVER, NO_OBJECT, ObjectId, Site, Tid};

/// An operation that a thread has announced and not yet been allowed to do.
#[derive(Debug, Clone, Copy)]
pub struct Op {
    pub kind: Kind,
    pub class: Class,
    pub object: ObjectId,
    /// For timed operations: when they give up, in nanoseconds of the execution's clock. Work is
    /// handed in with its cost here, and announced with the moment when it will be done.
    pub deadline: u64,
    pub site: Site,
    /// Whether it is called by a library that is compiled on the model; `site` is the program's line
    /// from which its thread came there, if there is one.
    pub inside: bool,
}

impl Op {
    pub fn until(mut self, deadline: u64) -> Self {
        self.deadline = deadline;
        self
    }

    /// The operation turns into another while it waits.
    pub fn turn_into(&mut self, kind: Kind, class: Class) {
        self.kind = kind;
        self.class = class;
    }
}
