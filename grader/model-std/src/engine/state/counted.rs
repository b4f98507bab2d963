//! What is known of the allocations whose references are counted, each of which is an object.

use super::execution::Execution;
use super::scheduler::Scheduler;
use crate::engine::objects::references::References;
use crate::engine::objects::{Class, ObjectId, Op, Site, State};

impl<S: Scheduler> Execution<S> {
    /// A new allocation at this address: whatever was there before is gone.
    pub(in crate::engine) fn is_made(&mut self, address: usize, site: Site) {
        let object = self.add_object(State::References(References::default()), "Arc", Some(site));
        self.counted.insert(address, object);
    }

    /// The object that stands for the allocation at this address.
    pub(in crate::engine) fn counted(&mut self, address: usize) -> ObjectId {
        if let Some(&object) = self.counted.get(&address) {
            return object;
        }
        let object = self.add_object(State::References(References::default()), "Arc", None);
        self.counted.insert(address, object);
        object
    }

    /// What is known of the counts of that object, if it has any.
    pub(in crate::engine) fn references(&mut self, object: ObjectId) -> Option<&mut References> {
        match &mut self.objects.get_mut(object as usize)?.state {
            State::References(references) => Some(references),
            _ => None,
        }
    }

    /// Whether `pending`, which another thread has announced, could do something else after `op`, which is about to be
    /// done. As far as the classes tell, but that a reference is the last is not assumed where it is not.
    pub(in crate::engine) fn is_affected(&self, pending: &Op, op: &Op) -> bool {
        let is_drop = pending.class == Class::Last && op.class == Class::Lose;
        let is_one_of_several = || match self.objects.get(op.object as usize) {
            Some(object) => {
                matches!(&object.state, State::References(references) if references.left > 1)
            }
            None => false,
        };
        pending.depends_on(op) && !(is_drop && is_one_of_several())
    }
}
