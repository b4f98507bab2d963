//! How a std-shaped object finds its entry in the running execution.

use std::sync::atomic::{AtomicU64, Ordering};

use super::op::ObjectId;

/// A std-shaped object's ticket into the current execution's table.
///
/// Protocol of the atomic: the upper 32 bits are the execution's epoch, the lower 32 the index; 0
/// means "never met". A ticket of another epoch is stale: the object is registered anew, which is
/// how `static`s start every execution afresh. Relaxed everywhere, because one OS thread runs an
/// execution and only one execution runs at a time.
#[derive(Default)]
pub struct Handle(AtomicU64);

impl Handle {
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// The index in the execution `epoch`, if registered there.
    pub fn lookup(&self, epoch: u32) -> Option<ObjectId> {
        let bits = self.0.load(Ordering::Relaxed);
        ((bits >> 32) as u32 == epoch).then_some(bits as u32)
    }

    /// The execution that registered the object last; 0 if none has.
    pub fn epoch(&self) -> u32 {
        (self.0.load(Ordering::Relaxed) >> 32) as u32
    }

    /// Whether any execution has registered the object since it was made or forgotten.
    pub fn was_met(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    pub fn assign(&self, epoch: u32, id: ObjectId) {
        self.0
            .store(u64::from(epoch) << 32 | u64::from(id), Ordering::Relaxed);
    }

    /// Forgets the registration: the next use starts from the object's present content.
    pub fn forget(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}
