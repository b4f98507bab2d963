//! One modelled operation: what a thread is about to do to which object, and which pairs of operations matter to
//! each other.

use std::panic::Location;

/// Index of a thread in its execution; main is 0.
pub type Tid = usize;
/// Index of an object in its execution. [`NO_OBJECT`] for operations that touch none.
pub type ObjectId = u32;
/// Source position of the call.
pub type Site = &'static Location<'static>;

/// The object of operations that act on nothing but the calling thread.
pub const NO_OBJECT: ObjectId = u32::MAX;
/// "No deadline", in nanoseconds of the execution's clock.
pub const NEVER: u64 = u64::MAX;

/// What an operation does. The comments say when it is *enabled*, if that is not "always".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// First step of a thread.
    Start,
    /// Last step of a thread: its closure has returned, and nothing is left to do.
    Finish,
    /// The closure has returned, and destructors of thread-locals are still to run.
    Return,
    /// Last step of a thread that has done a `Return`.
    End,
    /// Enabled once the thread has finished.
    Join,
    /// The end of a scope waits for the thread: enabled once its closure has returned.
    ScopeEnd,
    IsFinished,
    /// Enabled once the thread's token is set; consumes it.
    Park,
    /// As `Park`, or once the deadline has passed.
    ParkTimeout,
    Unpark,
    /// Virtual time: enabled at its deadline. Exhaustive: always, because sleeping orders nothing.
    Sleep,
    /// Simulated work. Virtual time: announced with its cost, enabled once a core has been at it for so long.
    /// Exhaustive: always, like `Sleep`.
    Work,
    Yield,
    Now,

    /// Enabled while nobody holds the lock.
    Lock,
    TryLock,
    Unlock,
    /// As `Lock`, of an `RwLock` whose waiting writers keep later readers out. Enabled also while only readers hold the
    /// lock: then it joins the writers that wait, and a `Lock` follows.
    Write,
    /// Enabled while nobody holds the lock for writing, unless a reader holds it and a writer waits.
    Read,
    TryRead,
    UnlockRead,
    /// A writer goes on as a reader.
    Downgrade,

    /// Joins the queue of a condition variable.
    Enqueue,
    /// Waiting to be notified: never enabled, but done as a spurious wake-up in the passes that allow it. A notification
    /// turns it into `Woken`.
    Wake,
    /// As `Wake`, but enabled once the deadline has passed.
    WakeTimeout,
    /// Wakes up, having been notified.
    Woken,
    NotifyOne,
    NotifyAll,

    /// A send on an unbounded channel.
    Post,
    /// A send on a bounded channel: enabled while there is room or the receiver is gone.
    Send,
    TrySend,
    /// Second half of a send on a rendezvous channel: enabled once the message was taken or the receiver is gone.
    Taken,
    /// The receiver of a rendezvous channel arrives: from now on a `TrySend` can succeed.
    Ready,
    /// Enabled while there is a message or every sender is gone.
    Recv,
    TryRecv,
    /// As `Recv`, or once the deadline has passed.
    RecvTimeout,
    DropSender,
    DropReceiver,

    Load,
    Store,
    Rmw,
    CompareExchange,
    Fence,

    /// Enabled while nobody else is initialising.
    Enter,
    /// An `Enter` of what has been initialised: from then on it only looks.
    Pass,
    Complete,
    Get,
    /// Enabled once it has run; with deadline 0 also while the last attempt at it has panicked.
    Await,

    Arrive,
    /// Enabled once the barrier's generation has moved on.
    Leave,

    /// One reference more, or one less.
    CloneArc,
    DropArc,
    StrongCount,
    WeakCount,
    TryUnwrap,
    UnwrapOrClone,
    IntoInner,
    GetMut,
    MakeMut,
    CloneWeak,
    DropWeak,
    DowngradeArc,
    Upgrade,
}

impl Kind {
    /// The word a report uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Finish | Self::End => "finish",
            Self::Return => "return",
            Self::Join | Self::ScopeEnd => "join",
            Self::IsFinished => "is_finished",
            Self::Park | Self::ParkTimeout => "park",
            Self::Unpark => "unpark",
            Self::Sleep => "sleep",
            Self::Work => "work",
            Self::Yield => "yield",
            Self::Now => "now",
            Self::Lock | Self::Write => "lock",
            Self::TryLock => "try_lock",
            Self::Unlock => "unlock",
            Self::Read => "read",
            Self::TryRead => "try_read",
            Self::UnlockRead => "unlock (read)",
            Self::Downgrade => "downgrade",
            Self::Enqueue => "wait",
            Self::Wake => "woken spuriously",
            Self::WakeTimeout => "wait",
            Self::Woken => "woken",
            Self::NotifyOne => "notify_one",
            Self::NotifyAll => "notify_all",
            Self::Post | Self::Send => "send",
            Self::TrySend => "try_send",
            Self::Taken => "sent",
            Self::Ready => "ready to recv",
            Self::Recv => "recv",
            Self::TryRecv => "try_recv",
            Self::RecvTimeout => "recv_timeout",
            Self::DropSender => "drop sender",
            Self::DropReceiver => "drop receiver",
            Self::Load => "load",
            Self::Store => "store",
            Self::Rmw => "rmw",
            Self::CompareExchange => "compare_exchange",
            Self::Fence => "fence",
            Self::Enter | Self::Pass => "once",
            Self::Complete => "once done",
            Self::Get => "get",
            Self::Await => "wait",
            Self::Arrive => "barrier",
            Self::Leave => "barrier passed",
            Self::CloneArc | Self::CloneWeak => "clone",
            Self::DropArc | Self::DropWeak => "drop",
            Self::StrongCount => "strong_count",
            Self::WeakCount => "weak_count",
            Self::TryUnwrap => "try_unwrap",
            Self::UnwrapOrClone => "unwrap_or_clone",
            Self::IntoInner => "into_inner",
            Self::GetMut => "get_mut",
            Self::MakeMut => "make_mut",
            Self::DowngradeArc => "downgrade",
            Self::Upgrade => "upgrade",
        }
    }

    /// How it stands to the other operations on its object, as far as the kind alone tells.
    fn class(self) -> Class {
        match self {
            Self::Load
            | Self::IsFinished
            | Self::Join
            | Self::ScopeEnd
            | Self::Get
            | Self::Pass
            | Self::Read
            | Self::TryRead
            | Self::UnlockRead
            | Self::Await
            | Self::Ready => Class::Look,
            Self::Post | Self::Send => Class::Post,
            Self::Recv => Class::Take,
            Self::DropSender => Class::Part,
            Self::DropReceiver => Class::Close,
            Self::Enqueue => Class::Queue,
            Self::NotifyOne | Self::NotifyAll => Class::Signal,
            Self::Wake | Self::WakeTimeout => Class::Wait,
            Self::Woken | Self::Taken | Self::Leave => Class::Alone,
            // As little is known of these before their turn has come as can be; see `counts`.
            Self::CloneArc => Class::Gain,
            Self::DropArc | Self::IntoInner => Class::Last,
            Self::StrongCount => Class::Count,
            Self::WeakCount | Self::GetMut => Class::Unique,
            Self::CloneWeak | Self::DropWeak | Self::DowngradeArc => Class::Weak,
            Self::Upgrade => Class::Upgrade,
            _ => Class::Change,
        }
    }

    /// True for operations that wait for the end of a thread.
    pub fn joins(self) -> bool {
        matches!(self, Self::Join | Self::ScopeEnd)
    }

    /// True for operations that are enabled at a moment of the clock, at the latest.
    pub fn waits_for_the_clock(self) -> bool {
        matches!(
            self,
            Self::Sleep | Self::Work | Self::ParkTimeout | Self::WakeTimeout | Self::RecvTimeout
        )
    }

    /// True for operations at which a thread gives way of its own accord, so that a switch there is no preemption.
    pub fn gives_way(self) -> bool {
        matches!(self, Self::Yield | Self::Sleep | Self::Work | Self::Start)
    }
}

/// Operations of one class stand alike to the other operations on their object.
///
/// A blocking receive and a blocking send do not depend on each other: which message is received is settled by the
/// order of the sends, and that it comes after its send (or, in a full channel, a send after the receive that made room)
/// is forced. The same holds for a sender that goes away. Waiters queue up in any order, because a notification tries
/// each of them. Of two notifications the first may be the one that wakes a thread, so their order matters, unless
/// nobody waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    pub const ALL: [Self; 18] = [
        Self::Change,
        Self::Look,
        Self::Post,
        Self::Take,
        Self::Part,
        Self::Close,
        Self::Queue,
        Self::Signal,
        Self::Miss,
        Self::Wait,
        Self::Alone,
        Self::Gain,
        Self::Lose,
        Self::Last,
        Self::Upgrade,
        Self::Weak,
        Self::Count,
        Self::Unique,
    ];

    /// Whether an operation of this class could do something else if it came before `other`, which has been done.
    /// Symmetric but for notifications: after one that missed, another would have missed as well.
    pub fn depends_on(self, other: Self) -> bool {
        use Class::*;
        matches!(
            (self, other),
            (Change, _)
                | (_, Change)
                | (Post, Post | Close)
                | (Close, Post)
                | (Take, Take)
                | (Queue | Wait, Signal | Miss)
                | (Signal | Miss, Queue | Wait)
                | (Signal | Miss, Signal)
                | (Count | Unique, Gain | Lose | Last | Upgrade)
                | (Gain | Lose | Last | Upgrade, Count | Unique)
                | (Unique, Weak)
                | (Weak, Unique)
                | (Last, Lose | Last)
                | (Lose, Last)
                | (Upgrade, Lose | Last)
                | (Lose | Last, Upgrade)
        )
    }
}

/// An operation that a thread has announced and not yet been allowed to do.
#[derive(Debug, Clone, Copy)]
pub struct Op {
    pub kind: Kind,
    pub class: Class,
    pub object: ObjectId,
    /// For timed operations: when they give up, in nanoseconds of the execution's clock. Work is handed in with its cost
    /// here, and announced with the moment when it will be done.
    pub deadline: u64,
    pub site: Site,
}

impl Op {
    pub fn new(kind: Kind, object: ObjectId, site: Site) -> Self {
        Self {
            kind,
            class: kind.class(),
            object,
            deadline: NEVER,
            site,
        }
    }

    pub fn until(mut self, deadline: u64) -> Self {
        self.deadline = deadline;
        self
    }

    /// The operation that this one has turned into while it was waiting.
    pub fn become_kind(&mut self, kind: Kind) {
        self.kind = kind;
        self.class = kind.class();
    }

    /// Whether the order of this operation and `other`, which has been done, can matter to anybody.
    pub fn depends_on(&self, other: &Self) -> bool {
        self.object == other.object
            && self.object != NO_OBJECT
            && self.class.depends_on(other.class)
    }

    /// Whether a state can exist in which both could be done next. An `Unlock` needs the lock to be held, a `Lock`
    /// needs it free: their order is forced, so there is nothing to reverse.
    pub fn may_be_co_enabled(&self, other: &Self) -> bool {
        use Kind::*;
        let never = |a: Kind, b: Kind| {
            matches!(
                (a, b),
                (Unlock | Downgrade, Lock | Write | Read)
                    | (UnlockRead, Lock)
                    | (Finish, Join | ScopeEnd)
                    | (Return, Join | ScopeEnd)
                    | (End, Join)
                    | (Complete, Enter | Pass | Complete | Await)
            ) || matches!((a, b), (Unlock | Downgrade, Unlock | Downgrade))
        };
        !never(self.kind, other.kind) && !never(other.kind, self.kind)
    }

    /// Whether every operation that can enable this one also depends on `executed`. Then, if this operation was
    /// disabled just before `executed`, no reversal has to be looked for: the races among the enabling operations
    /// already lead to every order. (It does not hold for a lock with readers: the unlock of one reader enables a
    /// writer, and is independent of another reader's lock.)
    pub fn enablers_all_depend_on_each_other(&self) -> bool {
        use Kind::*;
        matches!(
            self.kind,
            Recv | Send | Park | Wake | Enter | Await | Join | ScopeEnd
        )
    }
}
