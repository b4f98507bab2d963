//! The objects that threads meet at, as the engine has them: who holds a lock, how many messages
//! wait. The typed data (a mutex's value, the messages) stays with the std-shaped types; here is
//! only what scheduling needs.

use super::atomic;
use super::barrier::Barrier;
use super::by_class::ClassClocks;
use super::channel::Channel;
use super::class::Class;
use super::condvar::Condvar;
use super::fence::Fences;
use super::life::Life;
use super::lock::Lock;
use super::once::Once;
use super::op::{Op, Site, Tid};
use super::park::Token;
use super::references::References;
use super::thread::Thread;
use super::transition::{Action, Aim, Applied};
use super::turn::{Outlook, Turn};
use crate::engine::memory::clock::Clock;
use crate::engine::memory::history::History;

/// What the scheduler knows of an object. What can be done to it, when, and with what effect, is in
/// a file for each.
pub enum State {
    Life(Life),
    Token(Token),
    Fences(Fences),
    Lock(Lock),
    Condvar(Condvar),
    Channel(Channel),
    Atomic(History),
    Once(Once),
    References(References),
    Barrier(Barrier),
}

impl State {
    /// A lock that nobody holds.
    pub fn unlocked() -> Self {
        Self::Lock(Lock::default())
    }

    /// A condition variable that nobody waits at.
    pub fn condvar() -> Self {
        Self::Condvar(Condvar::default())
    }

    /// An empty channel: of so many messages, or without bound.
    pub fn channel(capacity: Option<usize>) -> Self {
        Self::Channel(Channel::new(capacity))
    }

    /// A `Once` that is done already, or not.
    pub fn once(done: bool) -> Self {
        Self::Once(Once::new(done))
    }

    /// A barrier for so many threads.
    pub fn barrier(size: usize) -> Self {
        Self::Barrier(Barrier::new(size))
    }

    /// Where fences meet.
    pub fn fences() -> Self {
        Self::Fences(Fences::default())
    }

    /// The life of a thread.
    pub fn life(thread: Tid) -> Self {
        Self::Life(Life { thread })
    }

    /// A park token that is not set.
    pub fn token() -> Self {
        Self::Token(Token::default())
    }

    /// Whether the operation, which was announced, could be done now.
    pub fn is_possible(&self, op: &Op, outlook: &Outlook<'_>) -> bool {
        match self {
            Self::Atomic(_) | Self::Fences(_) | Self::References(_) => true,
            Self::Lock(lock) => lock.is_possible(op),
            Self::Channel(channel) => channel.is_possible(op, outlook),
            Self::Life(life) => life.is_possible(op, outlook),
            Self::Condvar(condvar) => condvar.is_possible(op, outlook),
            Self::Once(once) => once.is_possible(op),
            Self::Barrier(barrier) => barrier.is_possible(op),
            Self::Token(token) => token.is_possible(op, outlook),
        }
    }

    /// The class of the operation, which the thread is about to do, as exact as the state allows.
    pub fn classified(
        &self,
        op: &Op,
        action: &mut Action<'_>,
        thread: &Thread,
        weak: bool,
    ) -> Class {
        match self {
            Self::Atomic(history) => atomic::classified(history, op, action, thread, weak),
            Self::Lock(lock) => lock.classified(op),
            Self::Condvar(condvar) => condvar.classified(op),
            _ => op.class,
        }
    }

    /// The class that the operation would have, which the thread has announced, if it were done now; as exact as can be
    /// told before its turn has come.
    pub fn expected_class(&self, op: &Op, aim: Aim, weak: bool) -> Class {
        match self {
            Self::Lock(lock) => lock.classified(op),
            Self::Atomic(history) => {
                // Among older values, one more of the same can be told from one.
                let is_known = !weak || aim.expected().is_some();
                if is_known && aim.leaves(history.latest()) {
                    Class::Look
                } else {
                    op.class
                }
            }
            _ => op.class,
        }
    }

    /// The thread announces the operation, which the state may turn into another.
    pub fn settle(&self, thread: Tid, op: &mut Op) {
        match self {
            Self::Condvar(condvar) => condvar.settle(thread, op),
            Self::Once(once) => once.settle(op),
            _ => {}
        }
    }

    /// Whether nobody else can tell who does the operation, and when.
    pub fn hides(&self, op: &Op) -> bool {
        matches!(self, Self::Channel(channel) if channel.is_unnoticed(op))
    }

    /// Does the operation, which is possible (or a spurious wake-up).
    pub fn apply(&mut self, op: &Op, action: Action<'_>, turn: &mut Turn<'_>) -> Applied {
        match self {
            Self::Atomic(history) => atomic::apply(history, action, turn),
            Self::Lock(lock) => lock.apply(op, &action, turn),
            Self::Channel(channel) => channel.apply(op, turn),
            Self::Life(life) => life.apply(op, turn),
            Self::Condvar(condvar) => condvar.apply(op, turn),
            Self::Once(once) => once.apply(op, turn),
            Self::Barrier(barrier) => barrier.apply(op, turn),
            Self::Token(token) => token.apply(op, turn),
            Self::Fences(fences) => fences.apply(&action, turn),
            Self::References(references) => match action {
                Action::Count(outcome) => references.apply(&outcome, turn),
                _ => unreachable!("an operation on counts carries its outcome"),
            },
        }
    }
}

/// Which threads have done anything to an object, as far as it matters: none, one, or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Users {
    #[default]
    None,
    One(Tid),
    Several,
}

impl Users {
    pub fn add(&mut self, thread: Tid) {
        *self = match *self {
            Self::None => Self::One(thread),
            Self::One(other) if other == thread => return,
            _ => Self::Several,
        };
    }

    pub fn is_several(self) -> bool {
        self == Self::Several
    }
}

/// No event of the log.
pub const NO_EVENT: u32 = u32::MAX;

/// One entry of the execution's table.
pub struct Object {
    pub state: State,
    /// What a report calls it: "Mutex", "AtomicU64", "channel"...
    pub label: &'static str,
    /// Where it was made, if known.
    pub made: Option<Site>,
    /// How many threads have announced an operation on it that they have not done yet.
    pub awaited: usize,
    /// Operations on it so far, and who did them.
    pub steps: u32,
    pub users: Users,
    /// Knowledge that acquiring it hands on (happens-before of the memory model).
    pub released: Clock,
    /// The number of the last event on it in the execution's log, where the one before it is told, or [`NO_EVENT`]
    /// (exhaustive runs).
    pub last_event: u32,
    /// Dependency clocks of the events on it, by their class (exhaustive runs).
    pub clocks: ClassClocks,
    /// What was done to it, as a number (exhaustive runs, if some loop waits).
    pub content: u64,
}

impl Object {
    pub fn new(state: State, label: &'static str, made: Option<Site>) -> Self {
        Self {
            state,
            label,
            made,
            awaited: 0,
            steps: 0,
            users: Users::default(),
            released: Clock::default(),
            last_event: NO_EVENT,
            clocks: ClassClocks::default(),
            content: 0,
        }
    }
}
