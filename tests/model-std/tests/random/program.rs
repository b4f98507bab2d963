//! What a random program is made of.

use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

use proptest::prelude::*;

/// One statement. A number names one of two atomics or locks, or says whom to send to or wake: the next thread, or the
/// one after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statement {
    Load(usize, Ordering),
    Store(usize, u64, Ordering),
    Add(usize, u64, Ordering),
    /// Compare-exchange from 0 to the value.
    Claim(usize, u64, Ordering),
    /// As `Claim`, but allowed to fail for no reason.
    ClaimWeak(usize, u64, Ordering),
    Fence(Ordering),
    /// Goes round until the atomic is not 0: may never end.
    AwaitValue(usize),
    /// Goes round until it sees that both atomics are not 0, that one first.
    AwaitBoth(usize),
    /// Looks three times whether the atomic is not 0.
    Poll(usize),
    /// Goes round until the atomic was 0 and is the value.
    AwaitClaim(usize, u64),
    /// Goes round until the mutex could be taken, and gives way in between.
    AwaitLock(usize),
    /// Adds to what the mutex guards, and notes what it was.
    Lock(usize),
    /// Two locks, one inside the other: can deadlock.
    LockBoth(usize),
    TryLock(usize),
    /// Panics while holding the lock.
    Poison(usize),
    Read,
    /// Takes a lock while reading: can deadlock.
    ReadAndLock(usize),
    TryRead,
    Write,
    TryWrite,
    /// Sets the condition, then notifies one thread, or all.
    Raise,
    RaiseAll,
    /// Notifies without a condition, without the lock.
    Ring,
    /// Waits as one should, or without a condition (can deadlock), or for a time.
    AwaitRaised,
    AwaitRing,
    AwaitRingFor,
    /// Each thread has a channel of each of three kinds that the others send to.
    Send(Channel, usize),
    TrySend(Channel, usize),
    Recv(Channel),
    TryRecv(Channel),
    RecvTimeout(Channel),
    /// Goes round until there is a message, or no sender.
    AwaitMessage(Channel),
    /// Gives up every sender.
    HangUp,
    /// Sends to everybody, in the order of a hash table.
    SendByTable,
    /// At a barrier of two: can deadlock.
    Meet,
    CallOnce,
    GetOrInit,
    Get,
    /// Wakes main, or main wakes the first thread.
    Unpark,
    Park,
    ParkTimeout,
    /// Of the first thread; main only.
    IsFinished,
    JoinFirst,
    /// Each thread has a reference to one value, and a weak one; more are cloned or upgraded.
    CloneArc,
    DropArc,
    StrongCount,
    WeakCount,
    GetMut,
    TryUnwrap,
    IntoInner,
    Upgrade,
    /// Whether the value has been dropped.
    IsGone,
    Yield,
    Sleep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    Unbounded,
    /// Of one message.
    Bounded,
    Rendezvous,
}

#[derive(Debug, Clone)]
pub struct Program {
    /// Whether the threads are scoped.
    pub scoped: bool,
    pub main: Vec<Statement>,
    pub threads: Vec<Vec<Statement>>,
}

impl Program {
    fn all(&self) -> impl Iterator<Item = &Statement> {
        self.main.iter().chain(self.threads.iter().flatten())
    }

    /// Whether shuttle has all that the program uses, and means the same by it. It knows no time, so that timeouts never
    /// fire; its `park` always may return; its blocked senders stand in a queue; it has no `JoinHandle::is_finished`, no
    /// `OnceLock`, no poison without an end of the test, and one ordering.
    pub fn runs_on_shuttle(&self) -> bool {
        use Statement::*;
        // The last thread of a scope lets main go on whatever main waits for (shuttle-std 0.1.5, `Scope::spawn`), also at
        // a barrier to which nobody else comes: an end that there is not.
        let may_wait = |statement: &Statement| {
            let waits_to_send =
                matches!(statement, Send(channel, _) if *channel != Channel::Unbounded);
            waits_to_send || matches!(statement, Meet | AwaitRing | AwaitRaised | Recv(_))
        };
        let is_let_go = self.scoped && self.main.iter().any(may_wait);
        !is_let_go
            && self.all().all(|statement| match statement {
                Load(_, order) | Store(_, _, order) | Add(_, _, order) | Claim(_, _, order) => {
                    *order == SeqCst
                }
                ClaimWeak(..) | Fence(_) | Poison(_) | AwaitRingFor => false,
                RecvTimeout(_) | GetOrInit | Get | Unpark | Park | ParkTimeout | IsFinished => {
                    false
                }
                AwaitValue(_) | AwaitBoth(_) | AwaitClaim(..) => false,
                AwaitLock(_) | AwaitMessage(_) => false,
                TrySend(..) | TryRecv(Channel::Rendezvous) | SendByTable => false,
                _ => true,
            })
    }

    /// Whether references are counted.
    pub fn counts(&self) -> bool {
        use Statement::*;
        self.all().any(|statement| {
            matches!(
                statement,
                CloneArc
                    | DropArc
                    | StrongCount
                    | WeakCount
                    | GetMut
                    | TryUnwrap
                    | IntoInner
                    | Upgrade
                    | IsGone
            )
        })
    }

    /// Whether it matters in which order a hash table comes out.
    pub fn hashes(&self) -> bool {
        self.all()
            .any(|statement| *statement == Statement::SendByTable)
    }

    /// Whether the program uses the channel of this kind that belongs to the thread.
    pub fn uses(&self, channel: Channel, thread: usize) -> bool {
        let receives = self.threads[thread].iter().any(|statement| {
            matches!(statement, Statement::Recv(of) | Statement::TryRecv(of) | Statement::RecvTimeout(of)
                | Statement::AwaitMessage(of) if *of == channel)
        });
        receives
            || self.threads.iter().enumerate().any(|(sender, statements)| {
                statements.iter().any(|statement| {
                    let by_table = *statement == Statement::SendByTable
                        && channel == Channel::Unbounded
                        && sender != thread;
                    by_table
                        || matches!(statement, Statement::Send(of, to) | Statement::TrySend(of, to)
                        if *of == channel && self.receiver(sender, *to) == thread)
                })
            })
    }

    /// Whom `sender` means by `to`.
    pub fn receiver(&self, sender: usize, to: usize) -> usize {
        let others = self.threads.len() - 1;
        (sender + 1 + to % others.max(1)) % self.threads.len()
    }
}

/// Any ordering for both a load and a store, as `Relaxed`, `AcqRel` or `SeqCst`.
pub fn load_order(order: Ordering) -> Ordering {
    if order == AcqRel { Acquire } else { order }
}

pub fn store_order(order: Ordering) -> Ordering {
    if order == AcqRel { Release } else { order }
}

fn order() -> impl Strategy<Value = Ordering> {
    prop_oneof![4 => Just(SeqCst), 1 => Just(AcqRel), 1 => Just(Relaxed)]
}

fn channel() -> impl Strategy<Value = Channel> {
    prop_oneof![
        Just(Channel::Unbounded),
        Just(Channel::Bounded),
        Just(Channel::Rendezvous)
    ]
}

fn counts() -> BoxedStrategy<Statement> {
    use Statement::*;
    prop_oneof![
        Just(CloneArc),
        Just(DropArc),
        Just(StrongCount),
        Just(WeakCount),
        Just(GetMut),
        Just(TryUnwrap),
        Just(IntoInner),
        Just(Upgrade),
        Just(IsGone),
    ]
    .boxed()
}

/// Each group of operations on one kind of object as often as the others, so that those of one program often meet.
fn statement(group: usize) -> BoxedStrategy<Statement> {
    use Statement::*;
    let at = 0..2usize;
    match group {
        0 => prop_oneof![
            (at.clone(), order()).prop_map(|(at, order)| Load(at, order)),
            (at.clone(), 1..3u64, order()).prop_map(|(at, value, order)| Store(at, value, order)),
            (at.clone(), 1..3u64, order()).prop_map(|(at, value, order)| Add(at, value, order)),
            (at.clone(), 5..7u64, order()).prop_map(|(at, value, order)| Claim(at, value, order)),
            (at, 5..7u64, order()).prop_map(|(at, value, order)| ClaimWeak(at, value, order)),
            prop_oneof![Just(SeqCst), Just(Acquire), Just(Release)].prop_map(Fence),
            (0..2usize).prop_map(AwaitValue),
            (0..2usize).prop_map(AwaitBoth),
            (0..2usize).prop_map(Poll),
            (0..2usize, 5..7u64).prop_map(|(at, value)| AwaitClaim(at, value)),
        ]
        .boxed(),
        1 => prop_oneof![
            at.clone().prop_map(Lock),
            at.clone().prop_map(LockBoth),
            at.clone().prop_map(TryLock),
            at.clone().prop_map(AwaitLock),
            at.prop_map(Poison),
        ]
        .boxed(),
        2 => prop_oneof![
            Just(Read),
            at.prop_map(ReadAndLock),
            Just(TryRead),
            Just(Write),
            Just(TryWrite),
            Just(Lock(0)),
        ]
        .boxed(),
        3 => prop_oneof![
            Just(Raise),
            Just(RaiseAll),
            Just(Ring),
            Just(AwaitRaised),
            Just(AwaitRing),
            Just(AwaitRingFor),
        ]
        .boxed(),
        4 => prop_oneof![
            3 => (channel(), at.clone()).prop_map(|(channel, to)| Send(channel, to)),
            1 => (channel(), at).prop_map(|(channel, to)| TrySend(channel, to)),
            2 => channel().prop_map(Recv),
            1 => channel().prop_map(TryRecv),
            1 => channel().prop_map(RecvTimeout),
            1 => channel().prop_map(AwaitMessage),
            1 => Just(HangUp),
            1 => Just(SendByTable),
        ]
        .boxed(),
        5 => prop_oneof![Just(Meet), Just(CallOnce), Just(GetOrInit), Just(Get)].boxed(),
        6 => prop_oneof![
            Just(Unpark),
            Just(Park),
            Just(ParkTimeout),
            Just(IsFinished),
            Just(JoinFirst),
            Just(Load(0, SeqCst)),
            Just(Store(0, 1, SeqCst)),
        ]
        .boxed(),
        7 => counts(),
        _ => prop_oneof![Just(Yield), Just(Sleep)].boxed(),
    }
}

/// A program of that many threads, each of at most that many statements, on one or two kinds of objects.
pub fn program(threads: usize, statements: usize) -> impl Strategy<Value = Program> {
    (0..8usize, 0..9usize).prop_flat_map(move |(one, other)| {
        let one_of = prop_oneof![2 => statement(one), 1 => statement(other)].boxed();
        let lists = prop::collection::vec(
            prop::collection::vec(one_of.clone(), 1..=statements),
            threads,
        );
        (any::<bool>(), prop::collection::vec(one_of, 0..=1), lists).prop_map(
            |(scoped, main, threads)| Program {
                scoped,
                main,
                threads,
            },
        )
    })
}
