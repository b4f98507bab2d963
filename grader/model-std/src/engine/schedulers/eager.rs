//! Who goes first where loops wait, and it has not been decided: so that it is soon known which looks lead nowhere.

use super::schedule::{Execution, Strategy};
use super::search::{Set, bit, in_turn, members};
use crate::engine::objects::{Class, Kind, NO_OBJECT, Tid};

impl Execution {
    /// Where loops wait: a thread that would show by a look whether it has to, or else one that changes
    /// nothing that they look at. So that it is known early, and of as many as can be, in what states
    /// they go round. In a first execution that probes for such loops, any that only looks.
    pub(super) fn eager(&self, awake: Set, goes_on: bool, is_looking: bool) -> Option<Tid> {
        let Strategy::Search(search) = &self.strategy else {
            return None;
        };
        let knows_none = search.loops.is_empty();
        let goes_round = is_looking && !self.would_store(self.current);
        if !search.reduces() || goes_round || knows_none && (search.repeated > 0 || !search.probes)
        {
            return None;
        }
        let first = |is_it: &dyn Fn(Tid) -> bool| {
            let those = members(awake).filter(|&tid| is_it(tid));
            let those = those.fold(0, |set, tid| set | bit(tid));
            in_turn(self.current, goes_on, those)
        };
        if knows_none {
            let looks = first(&|tid| self.would_look(tid));
            return looks.or_else(|| first(&|tid| !self.would_give(tid)));
        }
        let looks = members(awake).find(|&tid| self.would_learn(tid));
        looks.or_else(|| {
            first(&|tid| {
                let pending = self.threads[tid].pending;
                pending.is_some_and(|op| !search.watched.contains(&op.object))
            })
        })
    }

    /// Whether what the thread is about to do is nothing to the others.
    pub(super) fn would_look(&self, tid: Tid) -> bool {
        self.threads[tid].pending.is_some_and(|op| {
            op.object == NO_OBJECT || self.expected_class(tid, &op) == Some(Class::Look)
        })
    }

    /// Whether others may wait for what the thread is about to do.
    pub(super) fn would_give(&self, tid: Tid) -> bool {
        use Kind::{DropReceiver, DropSender, End, Finish, Post, Return, Send};
        use Kind::{NotifyAll, NotifyOne, Store, Unlock, UnlockRead, Unpark};
        self.threads[tid].pending.is_some_and(|op| {
            let ends = matches!(op.kind, Finish | Return | End | DropSender | DropReceiver);
            let gives = matches!(op.kind, Store | Unlock | UnlockRead | Post | Send | Unpark);
            ends || gives || matches!(op.kind, NotifyOne | NotifyAll)
        })
    }

    /// Whether the thread is about to change an atomic.
    pub(super) fn would_store(&self, tid: Tid) -> bool {
        self.threads[tid].pending.is_some_and(|op| {
            matches!(op.kind, Kind::Store | Kind::Rmw | Kind::CompareExchange)
                && self.expected_class(tid, &op) == Some(Class::Change)
        })
    }
}
