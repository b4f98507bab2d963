//! Threads that only look: until when they are passed over, and what is noted of them.

use super::node::Node;
use super::schedule::{Execution, Strategy};
use super::search::{Set, bit};
use crate::engine::objects::{Class, Kind, ObjectId, Op, Tid};
use crate::engine::state::Ended;

impl Execution {
    /// The threads that could go on, and those that go round a loop until something changes.
    #[inline]
    pub(super) fn who_could_go_on(&mut self) -> Result<(Set, Set), Ended> {
        self.repeat_waits();
        let enabled = self.ready.first_word();
        if enabled == 0 || self.ready.passes_over_somebody() || self.search().is_settled {
            return self.who_could_go_on_among_pollers();
        }
        Ok((enabled, 0))
    }

    /// The same where threads may have to look again.
    fn who_could_go_on_among_pollers(&mut self) -> Result<(Set, Set), Ended> {
        let enabled = loop {
            let enabled = self.ready.first_word();
            if enabled != 0 {
                break enabled;
            }
            let is_settled = self.awaiting() == self.ready.passed_over();
            if is_settled && !self.search().is_settled {
                self.find_races_of_those_waiting();
                self.reverse_races(true);
            }
            self.search().is_settled = is_settled;
            self.let_pollers_look()?;
        };
        if self.pace.stalls() == 0 {
            self.search().is_settled = false;
        }
        let awaiting = self.awaiting();
        if self.ready.passed_over() & !awaiting != 0 && self.is_searched() {
            self.note_who_is_passed_over();
        }
        Ok((enabled, awaiting))
    }

    /// On the path that is repeated, threads wait from where they were found to.
    #[inline]
    fn repeat_waits(&mut self) {
        let Strategy::Search(search) = &self.strategy else {
            return;
        };
        if let Some(Node::Schedule(node)) = search.path.get(search.depth)
            && let Some(waits) = &node.waits
            && !search.spent
        {
            for (tid, objects) in *waits.clone() {
                self.begin_to_await(tid, objects);
            }
        }
    }

    /// Threads are passed over that only look, and not because it is known what they wait for.
    fn note_who_is_passed_over(&mut self) {
        for (tid, thread) in self.threads.iter().enumerate() {
            if self.ready.is_polling(tid) && thread.awaits.is_empty() {
                self.met.polling = true;
                self.met.counting |= thread.counts;
                self.met.polling_inside |= thread.pending.is_some_and(|op| op.inside);
            }
        }
    }

    /// From now on the thread waits until one of these objects changes.
    pub fn begin_to_await(&mut self, tid: Tid, objects: Vec<ObjectId>) {
        self.threads[tid].awaits = objects;
        self.ready.set_polling(tid, true);
    }

    /// Those look again that wait for what thread `me` has just done.
    #[inline]
    pub(super) fn wake_those_that_await(&mut self, me: Tid, op: &Op) -> Vec<Tid> {
        let is_change = op.class != Class::Look || op.kind == Kind::UnlockRead;
        if !is_change || !self.ready.passes_over_somebody() {
            return Vec::new();
        }
        self.wake_those_that_await_object(me, op)
    }

    fn wake_those_that_await_object(&mut self, me: Tid, op: &Op) -> Vec<Tid> {
        let awaits = |&tid: &Tid| {
            tid != me && self.is_polling(tid) && self.threads[tid].awaits.contains(&op.object)
        };
        let woken: Vec<Tid> = (0..self.threads.len()).filter(awaits).collect();
        for &tid in &woken {
            self.ready.set_polling(tid, false);
        }
        woken
    }

    /// Something has changed: those that were passed over because they look so often may look again.
    pub fn wake_those_that_look(&mut self) {
        if !self.is_searched() {
            self.ready.wake_pollers();
        } else if self.ready.passes_over_somebody() {
            for tid in 0..self.threads.len() {
                if self.threads[tid].awaits.is_empty() {
                    self.ready.set_polling(tid, false);
                }
            }
        }
    }

    /// The threads that wait for what they looked at, as bits.
    pub fn awaiting(&self) -> Set {
        if !self.ready.passes_over_somebody() {
            return 0;
        }
        let threads = self.threads.iter().enumerate();
        let awaiting =
            threads.filter(|(tid, thread)| self.is_polling(*tid) && !thread.awaits.is_empty());
        awaiting.fold(0, |set, (tid, _)| set | bit(tid))
    }
}
