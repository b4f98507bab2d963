//! The engine's view of the objects that threads meet at: who holds a lock, how many messages wait. The typed data
//! (a mutex's value, the messages) stays with the std-shaped types; here is only what scheduling needs.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

use super::clock::Clock;
use super::memory::History;
use super::op::{Class, ObjectId, Site, Tid};

/// A std-shaped object's ticket into the current execution's table.
///
/// Protocol of the atomic: the upper 32 bits are the execution's epoch, the lower 32 the index; 0 means "never met".
/// A ticket of another epoch is stale: the object is registered anew, which is how `static`s start every execution
/// afresh. Relaxed everywhere, because one OS thread runs an execution and only one execution runs at a time.
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

/// What the scheduler knows of an object.
pub enum State {
    /// A thread's life: written by `Finish`.
    Life(Tid),
    /// A thread's park token.
    Token {
        set: bool,
    },
    /// Where all `fence(SeqCst)` meet.
    Fences,
    /// `Mutex` and `RwLock`.
    Lock {
        writer: Option<(Tid, Site)>,
        readers: Vec<(Tid, Site)>,
        queue: Queue,
    },
    /// Threads between `Enqueue` and waking up, longest waiting first.
    Condvar {
        waiting: VecDeque<Waiter>,
    },
    Channel(Channel),
    Atomic(History),
    /// `Once` and what is built on it.
    Once {
        running: Option<Tid>,
        done: bool,
        /// The last attempt panicked.
        poisoned: bool,
        /// Threads that have seen it done. To them it stays so, whatever the others do: they need not look again.
        seen: Vec<Tid>,
    },
    /// An allocation whose references are counted.
    Counts {
        /// Whether anybody has looked at a count.
        looked: bool,
        /// After one reference was dropped, how many there are.
        left: usize,
    },
    Barrier {
        size: usize,
        /// Who has arrived in this round.
        waiting: Vec<Tid>,
        generation: u64,
    },
}

impl State {
    /// A lock that nobody holds.
    pub fn unlocked() -> Self {
        Self::Lock {
            writer: None,
            readers: Vec::new(),
            queue: Queue::default(),
        }
    }
}

/// What an `RwLock` keeps of its writers and readers, because a writer that waits lets no later reader in. As std's lock
/// on Linux: once the last reader has gone, readers and writers may come first alike.
#[derive(Default)]
pub struct Queue {
    /// Writers that have tried and found readers, longest waiting first.
    pub waiting: Vec<(Tid, Site)>,
    /// Of each reader, in the order of `readers`: its events so far when it was let in.
    pub since: Vec<u32>,
    /// Whether ever a writer came; two readers held it at a time; a reader did anything else while it held it. Only if all
    /// three are true can it matter that a waiting writer keeps readers out.
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

/// A thread that waits at a condition variable.
pub struct Waiter {
    pub thread: Tid,
    /// Set once it has been notified: the dependency clock of whoever did.
    pub notified: Option<Clock>,
}

/// A channel without its messages.
pub struct Channel {
    pub queued: usize,
    /// `None` for unbounded; `Some(0)` for a rendezvous channel.
    pub capacity: Option<usize>,
    pub senders: usize,
    pub receiver: bool,
    /// Receives that are waiting (rendezvous channels only).
    pub ready: usize,
    /// Messages ever sent and ever taken; a rendezvous send waits until `taken` reaches its own number.
    pub sent: u64,
    pub taken: u64,
    /// What the senders of the queued messages knew when they sent them (weak-memory passes only), and the dependency
    /// clocks of the sends (exhaustive runs).
    pub knowledge: VecDeque<Clock>,
    pub posted: VecDeque<Clock>,
    /// Of every receive, in order: its dependency clock, and what the receiver knew (exhaustive runs).
    pub takes: Vec<(Clock, Clock)>,
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
    /// Events on it, in order, as indices into the execution's log (exhaustive runs).
    pub events: Vec<u32>,
    /// Dependency clocks of the events on it, by their class (exhaustive runs).
    pub clocks: [Clock; Class::ALL.len()],
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
            events: Vec::new(),
            clocks: Default::default(),
        }
    }
}
