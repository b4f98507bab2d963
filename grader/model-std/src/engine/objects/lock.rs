//! `Mutex` and `RwLock`.

use super::class::Class;
use super::kind::Kind;
use super::op::{Op, Site, Tid};
use super::transition::{Action, Applied, Progress};
use super::turn::Turn;

/// Who holds a lock, and who waits to.
#[derive(Default)]
pub struct Lock {
    /// Who holds it alone, and where it was taken.
    pub writer: Option<(Tid, Site)>,
    pub readers: Vec<(Tid, Site)>,
    pub queue: Queue,
}

/// What an `RwLock` keeps of its writers and readers, because a writer that waits lets no later
/// reader in. As std's lock on Linux: once the last reader has gone, readers and writers may come
/// first alike.
#[derive(Default)]
pub struct Queue {
    /// Writers that have tried and found readers, longest waiting first.
    pub waiting: Vec<(Tid, Site)>,
    /// Of each reader, in the order of `readers`: its events so far when it was let in.
    pub since: Vec<u32>,
    /// Whether ever a writer came; two readers held it at a time; a reader did anything else while
    /// it held it. Only if all three are true can it matter that a waiting writer keeps readers
    /// out.
    pub written: bool,
    pub shared: bool,
    pub busy: bool,
}

impl Queue {
    /// Whether a search has to look into writers that wait.
    pub fn can_matter(&self) -> bool {
        self.written && self.shared && self.busy
    }
}

pub fn class(kind: Kind) -> Class {
    match kind {
        Kind::Read | Kind::TryRead | Kind::UnlockRead => Class::Look,
        _ => Class::Change,
    }
}

/// An unlock needs the lock to be held, and taking it needs it free.
pub fn is_forced(one: Kind, other: Kind) -> bool {
    use Kind::{Downgrade, Lock, Read, Unlock, UnlockRead, Write};
    matches!(
        (one, other),
        (Unlock | Downgrade, Lock | Write | Read | Unlock | Downgrade) | (UnlockRead, Lock)
    )
}

impl Lock {
    /// Whether the operation could be done so that it gets anywhere.
    fn lets_in(&self, kind: Kind) -> bool {
        self.writer.is_none()
            && match kind {
                Kind::Read | Kind::TryRead => {
                    self.readers.is_empty() || self.queue.waiting.is_empty()
                }
                Kind::Write => true,
                _ => self.readers.is_empty(),
            }
    }

    pub fn is_possible(&self, op: &Op) -> bool {
        !matches!(op.kind, Kind::Lock | Kind::Write | Kind::Read) || self.lets_in(op.kind)
    }

    /// A reader's operation on a lock that a writer waits for: then the order of readers matters.
    /// One that holds the lock keeps the others out, and the last to go lets them in. What tries in
    /// vain because somebody holds the lock alone only looks. (If readers hold it, it depends on who
    /// else comes to read.)
    pub fn classified(&self, op: &Op) -> Class {
        if !self.queue.waiting.is_empty() && op.class == Class::Look {
            Class::Change
        } else if op.kind == Kind::TryLock && self.writer.is_some() {
            Class::Look
        } else {
            op.class
        }
    }

    pub fn apply(&mut self, op: &Op, action: &Action<'_>, turn: &mut Turn<'_>) -> Applied {
        let applied = match op.kind {
            Kind::Unlock | Kind::UnlockRead | Kind::Downgrade => self.unlock(op, action, turn),
            _ => self.lock(op, turn),
        };
        turn.met.queue |= self.queue.can_matter();
        applied
    }

    /// `done` if the lock is taken.
    fn lock(&mut self, op: &Op, turn: &mut Turn<'_>) -> Applied {
        if op.kind == Kind::Write && self.writer.is_none() && !self.readers.is_empty() {
            self.queue.waiting.push((turn.me, op.site));
            self.queue.written = true;
            return Applied::when(false, Progress::Neutral);
        }
        if !self.lets_in(op.kind) {
            return Applied::when(false, Progress::Idle);
        }
        if matches!(op.kind, Kind::Read | Kind::TryRead) {
            self.queue.shared |= !self.readers.is_empty();
            self.admit(op, turn);
        } else {
            self.writer = Some((turn.me, op.site));
            self.queue.written |= op.kind != Kind::TryLock;
            self.queue
                .waiting
                .retain(|&(waiting, _)| waiting != turn.me);
        }
        turn.acquire();
        Applied::when(true, Progress::Neutral)
    }

    /// The thread holds the lock as a reader.
    fn admit(&mut self, op: &Op, turn: &mut Turn<'_>) {
        self.readers.push((turn.me, op.site));
        self.queue.since.push(turn.thread().events);
    }

    /// `done` if the value was changed meanwhile, as far as can be told.
    fn unlock(&mut self, op: &Op, action: &Action<'_>, turn: &mut Turn<'_>) -> Applied {
        match op.kind {
            Kind::Unlock => self.writer = None,
            Kind::Downgrade => {
                self.writer = None;
                self.admit(op, turn);
            }
            _ => {
                let own = |&(reader, _): &(Tid, Site)| reader == turn.me;
                // A guard can be dropped by another thread than the one that made it; then any
                // entry will do.
                let at = self.readers.iter().position(own).unwrap_or(0);
                self.readers.remove(at);
                self.queue.busy |= self.queue.since.remove(at) + 1 < turn.thread().events;
            }
        }
        turn.release();
        let progress = match action {
            Action::Unlock(progress) => *progress,
            _ => Progress::Idle,
        };
        Applied::when(progress == Progress::Changed, progress)
    }
}
