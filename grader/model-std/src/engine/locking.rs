//! What `Mutex` and `RwLock` do when their turn comes.

use super::effect::{Action, Progress};
use super::execution::Execution;
use super::object::State;
use super::op::{Kind, Op, Tid};

impl Execution {
    /// Whether writers that wait for readers keep later readers out, as std's do. In virtual time a writer that cannot go
    /// on has tried; a search tells announcing from trying only in the full pass, because it is one step more.
    pub fn writers_queue(&self) -> bool {
        self.is_timed() || self.weak
    }

    /// Whether the operation on a lock, which has been announced, could be done.
    pub fn may_lock(&self, op: &Op) -> bool {
        let State::Lock {
            writer,
            readers,
            queue,
        } = &self.objects[op.object as usize].state
        else {
            unreachable!("lock acts on a lock")
        };
        writer.is_none()
            && match op.kind {
                Kind::Read | Kind::TryRead => readers.is_empty() || queue.waiting.is_empty(),
                Kind::Write => true,
                _ => readers.is_empty(),
            }
    }

    /// `done` if the lock is taken.
    pub(super) fn lock(&mut self, me: Tid, op: &Op) -> (bool, u64, Progress) {
        let may = self.may_lock(op);
        let events = self.threads[me].events;
        let State::Lock {
            writer,
            readers,
            queue,
        } = &mut self.objects[op.object as usize].state
        else {
            unreachable!("lock acts on a lock")
        };
        if op.kind == Kind::Write && !readers.is_empty() {
            queue.waiting.push((me, op.site));
            queue.written = true;
            return (false, 0, Progress::Neutral);
        }
        if !may {
            return (false, 0, Progress::Idle);
        }
        if matches!(op.kind, Kind::Read | Kind::TryRead) {
            queue.shared |= !readers.is_empty();
            readers.push((me, op.site));
            queue.since.push(events);
        } else {
            *writer = Some((me, op.site));
            queue.written |= op.kind != Kind::TryLock;
            queue.waiting.retain(|&(waiting, _)| waiting != me);
        }
        self.saw_queue |= queue.can_matter();
        self.acquire(me, op.object);
        (true, 0, Progress::Neutral)
    }

    /// `done` if the value was changed meanwhile, as far as can be told.
    pub(super) fn unlock(
        &mut self,
        me: Tid,
        op: &Op,
        action: &Action<'_>,
    ) -> (bool, u64, Progress) {
        let events = self.threads[me].events;
        let State::Lock {
            writer,
            readers,
            queue,
        } = &mut self.objects[op.object as usize].state
        else {
            unreachable!("unlock acts on a lock")
        };
        if op.kind == Kind::Unlock {
            *writer = None;
        } else if op.kind == Kind::Downgrade {
            *writer = None;
            readers.push((me, op.site));
            queue.since.push(events);
        } else if let Some(at) = readers
            .iter()
            .position(|&(reader, _)| reader == me)
            .or(Some(0))
        {
            // A guard can be dropped by another thread than the one that made it; then any entry will do.
            readers.remove(at);
            queue.busy |= queue.since.remove(at) + 1 < events;
            self.saw_queue |= queue.can_matter();
        }
        self.release(me, op.object);
        let progress = if let Action::Unlock(progress) = action {
            *progress
        } else {
            Progress::Idle
        };
        (matches!(progress, Progress::Changed), 0, progress)
    }

    /// Whether the operation is a reader's on a lock that a writer waits for. Then the order of readers matters: one that
    /// holds the lock keeps the others out, and the last to go lets them in.
    pub(super) fn is_behind_a_writer(&self, op: &Op) -> bool {
        matches!(op.kind, Kind::Read | Kind::TryRead | Kind::UnlockRead)
            && matches!(
                &self.objects[op.object as usize].state,
                State::Lock { queue, .. } if !queue.waiting.is_empty()
            )
    }
}
