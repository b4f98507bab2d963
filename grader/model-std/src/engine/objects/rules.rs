//! What is true of an operation by its kind alone, put together from what each object's file says
//! of its own.

use super::class::{Class, Conflicts};
use super::kind::{Kind, Room};
use super::op::{NEVER, NO_OBJECT, ObjectId, Op, Site};
use super::{atomic, barrier, channel, condvar, life, lock, once, park, references};

/// For each class, those that it depends on, as bits.
const DEPENDS: [u32; Class::COUNT] = {
    let mut depends = [1 << Class::Change as u32; Class::COUNT];
    depends[Class::Change as usize] = u32::MAX;
    depends = with(depends, channel::CONFLICTS);
    depends = with(depends, condvar::CONFLICTS);
    with(depends, references::CONFLICTS)
};

/// The same with more conflicts. (A constant is made without iterators.)
const fn with(mut depends: [u32; Class::COUNT], conflicts: Conflicts) -> [u32; Class::COUNT] {
    let mut at = 0;
    while at < conflicts.len() {
        let (owns, others) = conflicts[at];
        let mut own = 0;
        while own < owns.len() {
            let mut other = 0;
            while other < others.len() {
                depends[owns[own] as usize] |= 1 << others[other] as u32;
                other += 1;
            }
            own += 1;
        }
        at += 1;
    }
    depends
}

impl Class {
    /// Whether an operation of this class could do something else if it came before `other`, which
    /// has been done. Symmetric but for notifications: after one that missed, another would have
    /// missed as well.
    #[inline]
    pub fn depends_on(self, other: Self) -> bool {
        self.dependencies() & other.bit() != 0
    }

    /// The classes that this one depends on, as bits.
    #[inline]
    pub fn dependencies(self) -> u32 {
        DEPENDS[self as usize]
    }
}

impl Kind {
    /// How it stands to the other operations on its object, as far as the kind alone tells.
    fn class(self) -> Class {
        match self.room() {
            Room::Alone | Room::Fence => Class::Change,
            Room::Life => life::class(self),
            Room::Park => park::class(self),
            Room::Lock => lock::class(self),
            Room::Condvar => condvar::class(self),
            Room::Channel => channel::class(self),
            Room::Atomic => atomic::class(self),
            Room::Once => once::class(self),
            Room::Barrier => barrier::class(self),
            Room::References => references::class(self),
        }
    }
}

impl Op {
    pub fn new(kind: Kind, object: ObjectId, site: Site) -> Self {
        Self {
            kind,
            class: kind.class(),
            object,
            deadline: NEVER,
            site,
            inside: false,
        }
    }

    /// Whether the order of this operation and `other`, which has been done, can matter to anybody.
    pub fn depends_on(&self, other: &Self) -> bool {
        self.object == other.object
            && self.object != NO_OBJECT
            && self.class.depends_on(other.class)
    }

    /// Whether a state can exist in which both, which are on one object, could be done next. An
    /// `Unlock` needs the lock to be held, a `Lock` needs it free: their order is forced, so there
    /// is nothing to reverse.
    pub fn may_be_co_enabled(&self, other: &Self) -> bool {
        let is_forced = match self.kind.room() {
            Room::Life => life::is_forced,
            Room::Lock => lock::is_forced,
            Room::Once => once::is_forced,
            _ => return true,
        };
        !is_forced(self.kind, other.kind) && !is_forced(other.kind, self.kind)
    }

    /// Whether every operation that can enable this one also depends on `executed`. Then, if this
    /// operation was disabled just before `executed`, no reversal has to be looked for: the races
    /// among the enabling operations already lead to every order. (It does not hold for a lock with
    /// readers: the unlock of one reader enables a writer, and is independent of another reader's
    /// lock.)
    pub fn enablers_all_depend_on_each_other(&self) -> bool {
        match self.kind.room() {
            Room::Life => life::has_conflicting_enablers(self.kind),
            Room::Park => park::has_conflicting_enablers(self.kind),
            Room::Condvar => condvar::has_conflicting_enablers(self.kind),
            Room::Channel => channel::has_conflicting_enablers(self.kind),
            Room::Once => once::has_conflicting_enablers(self.kind),
            _ => false,
        }
    }
}
