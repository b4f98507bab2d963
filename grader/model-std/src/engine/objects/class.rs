//! Classes of operations that stand alike to the other operations on their object.
//!
//! Which classes conflict is said by the object whose they are (`CONFLICTS` in its file); three
//! mean the same for all.

/// Pairs of classes: each of the first list depends on each of the second, if that was done before.
pub type Conflicts = &'static [(&'static [Class], &'static [Class])];

/// What an operation is to the others on its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
// So that an operation has no bytes that mean nothing: two that are the same are to look the same in memory.
#[repr(u16)]
pub enum Class {
    /// Depends on everything.
    Change,
    /// Looks without changing anything.
    Look,
    /// Puts a message into a channel, waiting for room.
    Post,
    /// Waits for a message.
    Take,
    /// A sender goes away.
    Part,
    /// The receiver goes away.
    Close,
    /// Begins to wait for a notification.
    Queue,
    /// Notifies.
    Signal,
    /// Notified, and nobody was waiting.
    Miss,
    /// Stops waiting without having been notified.
    Wait,
    /// Depends on nothing but what enabled it.
    Alone,
    /// One reference more to a value that its thread has one to.
    Gain,
    /// One reference less, and there are others, or it is all the same whether there are.
    Lose,
    /// The last reference goes.
    Last,
    /// A reference more, if there is one.
    Upgrade,
    /// One weak reference more or less.
    Weak,
    /// Looks at how many references there are.
    Count,
    /// Looks at how many references and weak references there are.
    Unique,
}

impl Class {
    /// How many there are.
    pub const COUNT: usize = Self::Unique as usize + 1;

    /// The class as a member of a set.
    #[inline]
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }
}
