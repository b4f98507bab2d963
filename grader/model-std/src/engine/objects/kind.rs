//! The operations that threads do to objects, by name, and whose each is.

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
    /// Simulated work. Virtual time: announced with its cost, enabled once a core has been at it
    /// for so long. Exhaustive: always, like `Sleep`.
    Work,
    Yield,
    Now,

    /// Enabled while nobody holds the lock.
    Lock,
    TryLock,
    Unlock,
    /// As `Lock`, of an `RwLock` whose waiting writers keep later readers out. Enabled also while
    /// only readers hold the lock: then it joins the writers that wait, and a `Lock` follows.
    Write,
    /// Enabled while nobody holds the lock for writing, unless a reader holds it and a writer
    /// waits.
    Read,
    TryRead,
    UnlockRead,
    /// A writer goes on as a reader.
    Downgrade,

    /// Joins the queue of a condition variable.
    Enqueue,
    /// Waiting to be notified: never enabled, but done as a spurious wake-up in the passes that
    /// allow it. A notification turns it into `Woken`.
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
    /// Second half of a send on a rendezvous channel: enabled once the message was taken or the
    /// receiver is gone.
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

/// Whose operations they are: each has a file of its own in this folder, with what is true of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Of the thread alone; no object is touched.
    Alone,
    Life,
    Park,
    Lock,
    Condvar,
    Channel,
    Atomic,
    Fence,
    Once,
    Barrier,
    References,
}

impl Kind {
    /// Whose operation it is.
    pub fn room(self) -> Room {
        match self {
            Self::Start | Self::Sleep | Self::Work | Self::Yield | Self::Now => Room::Alone,
            Self::Finish
            | Self::Return
            | Self::End
            | Self::Join
            | Self::ScopeEnd
            | Self::IsFinished => Room::Life,
            Self::Park | Self::ParkTimeout | Self::Unpark => Room::Park,
            Self::Lock
            | Self::TryLock
            | Self::Unlock
            | Self::Write
            | Self::Read
            | Self::TryRead
            | Self::UnlockRead
            | Self::Downgrade => Room::Lock,
            Self::Enqueue
            | Self::Wake
            | Self::WakeTimeout
            | Self::Woken
            | Self::NotifyOne
            | Self::NotifyAll => Room::Condvar,
            Self::Post
            | Self::Send
            | Self::TrySend
            | Self::Taken
            | Self::Ready
            | Self::Recv
            | Self::TryRecv
            | Self::RecvTimeout
            | Self::DropSender
            | Self::DropReceiver => Room::Channel,
            Self::Load | Self::Store | Self::Rmw | Self::CompareExchange => Room::Atomic,
            Self::Fence => Room::Fence,
            Self::Enter | Self::Pass | Self::Complete | Self::Get | Self::Await => Room::Once,
            Self::Arrive | Self::Leave => Room::Barrier,
            Self::CloneArc
            | Self::DropArc
            | Self::StrongCount
            | Self::WeakCount
            | Self::TryUnwrap
            | Self::UnwrapOrClone
            | Self::IntoInner
            | Self::GetMut
            | Self::MakeMut
            | Self::CloneWeak
            | Self::DropWeak
            | Self::DowngradeArc
            | Self::Upgrade => Room::References,
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

    /// True for operations at which a thread gives way of its own accord, so that a switch there is
    /// no preemption.
    pub fn gives_way(self) -> bool {
        matches!(self, Self::Yield | Self::Sleep | Self::Work | Self::Start)
    }
}
