//! Weak compare-exchanges that fail for no reason. A loop around one tries again, and so comes back to where it was: what
//! follows is what follows if it had succeeded at once, which is another execution. So this one ends as redundant. Code
//! that does not try again goes on elsewhere, and is followed.

use super::rounds::{Place, place_of};
use super::schedule::Execution;
use crate::engine::objects::{Action, Aim, Class, Kind, Op, Progress, Tid};
use crate::engine::platform::frame::Image;

/// A weak compare-exchange that has failed for no reason.
pub struct Vain {
    thread: Tid,
    place: Place,
    /// What its thread knew before it.
    image: Image,
}

impl Execution {
    /// An operation is about to be done: if it is a weak compare-exchange in a full pass, threads may come back to it, and
    /// from the next execution on their stacks are kept comparable.
    #[inline]
    pub fn note_weak(&mut self, action: &Action<'_>) {
        if let Action::Rmw {
            aim: Aim::IfIsWeakly(_),
            ..
        } = action
            && self.weak
            && self.is_searched()
        {
            self.search().has_weak = true;
        }
    }

    /// The thread, which is the current one, has done an operation.
    #[inline]
    pub fn note_attempt(&mut self, me: Tid, op: &Op, progress: Progress, done: bool) {
        if !self.search().has_weak || self.search().naive {
            return;
        }
        let could_succeed = op.kind == Kind::CompareExchange && op.class == Class::Change;
        if could_succeed && !done {
            self.take_note(me, op);
        } else if progress != Progress::Idle {
            let in_vain = &mut self.search().in_vain;
            in_vain.take_if(|vain| vain.thread == me);
        }
    }

    fn take_note(&mut self, me: Tid, op: &Op) {
        let (frame, top) = (self.threads[me].frame, self.threads[me].top);
        let search = self.search();
        let mut image = search.spare.pop().unwrap_or_default();
        // SAFETY: it is the stack of the thread that calls this, below which all that happens now happens.
        if unsafe { image.take(frame, top) } {
            search.in_vain = Some(Box::new(Vain {
                thread: me,
                place: place_of(op),
                image,
            }));
        }
    }

    /// Whether the thread, which has come to `op`, has tried the same before in vain, for no reason, and knows what it knew
    /// then. If so, all that follows is seen in the execution in which it did not fail.
    #[inline]
    pub fn is_where_it_tried(&mut self, me: Tid, op: &Op) -> bool {
        self.search().in_vain.is_some() && self.is_where_that_tried(me, op)
    }

    fn is_where_that_tried(&mut self, me: Tid, op: &Op) -> bool {
        let (frame, top) = (self.threads[me].frame, self.threads[me].top);
        let search = self.search();
        let same = |vain: &&Vain| vain.thread == me && vain.place == place_of(op);
        let Some(vain) = search.in_vain.as_deref().filter(same) else {
            return false;
        };
        let mut image = search.spare.pop().unwrap_or_default();
        // SAFETY: it is the stack of the thread that calls this, below which all that happens now happens.
        let is_again = unsafe { image.take(frame, top) } && vain.image.is_again(&image);
        search.spare.push(image);
        if is_again {
            search.in_vain = None;
            search.spent = true;
            self.pace.drain_soon();
        }
        is_again
    }
}
