//! Runs a random program on the types of the library that the including module names. What each statement gave is noted
//! at once, so that something is known of executions that come to no end.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use super::library::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use super::library::sync::atomic::{AtomicU64, fence};
use super::library::sync::{
    Arc as Counted, Barrier, Condvar, LockResult, Mutex, Once, RwLock, Weak, mpsc,
};
use super::library::{
    Handle, HashMap, OnceLock, before_counting, before_dropping, before_meeting, thread,
};
use crate::random::program::{Channel, Program, Statement, load_order, store_order};
use crate::random::{Notes, awaits};

/// What all threads of a program share.
struct World {
    atomics: [AtomicU64; 2],
    mutexes: [Mutex<u64>; 2],
    rwlock: RwLock<u64>,
    raised: Mutex<bool>,
    bell: Condvar,
    barrier: Barrier,
    once: Once,
    lock: OnceLock<u64>,
    main: thread::Thread,
    gone: Arc<AtomicU64>,
}

/// Says when it is dropped.
struct Value(Arc<AtomicU64>);

impl Drop for Value {
    fn drop(&mut self) {
        self.0.store(1, SeqCst);
    }
}

/// A sender of either type.
enum Outlet {
    Unbounded(mpsc::Sender<u64>),
    Bounded(mpsc::SyncSender<u64>),
}

/// What belongs to one thread alone. Numbered from 1; main is 0.
struct Worker {
    number: usize,
    outlets: Vec<(Channel, usize, Outlet)>,
    inlets: Vec<(Channel, mpsc::Receiver<u64>)>,
    held: Vec<Counted<Value>>,
    weak: Weak<Value>,
}

/// Nothing came of it.
const NOTHING: u64 = 99;

/// The guard, and whether the lock was poisoned.
fn sound<T>(result: LockResult<T>) -> (T, u64) {
    match result {
        Ok(guard) => (guard, 0),
        Err(poisoned) => (poisoned.into_inner(), 1_000),
    }
}

impl World {
    fn new(gone: Arc<AtomicU64>) -> Self {
        Self {
            atomics: [const { AtomicU64::new(0) }; 2],
            mutexes: [Mutex::new(0), Mutex::new(0)],
            rwlock: RwLock::new(0),
            raised: Mutex::new(false),
            bell: Condvar::new(),
            barrier: Barrier::new(2),
            once: Once::new(),
            lock: OnceLock::new(),
            main: thread::current(),
            gone,
        }
    }

    fn add(&self, at: usize, number: usize) -> u64 {
        let (mut guard, poison) = sound(self.mutexes[at].lock());
        *guard = *guard * 3 + number as u64;
        *guard + poison
    }

    fn locks(&self, number: usize, statement: Statement) -> u64 {
        match statement {
            Statement::Lock(at) => self.add(at, number),
            Statement::LockBoth(at) => {
                let (mut outer, poison) = sound(self.mutexes[at].lock());
                let (inner, _) = sound(self.mutexes[1 - at].lock());
                *outer = *outer * 3 + *inner;
                *outer + poison
            }
            Statement::TryLock(at) => self.mutexes[at].try_lock().map_or(NOTHING, |guard| *guard),
            Statement::AwaitLock(at) => loop {
                if let Ok(mut guard) = self.mutexes[at].try_lock() {
                    *guard = *guard * 3 + number as u64;
                    break *guard;
                }
                thread::yield_now();
            },
            Statement::Poison(at) => {
                let result = catch_unwind(AssertUnwindSafe(|| {
                    let _guard = self.mutexes[at].lock();
                    resume_unwind(Box::new(()));
                }));
                u64::from(result.is_err())
            }
            Statement::Read => *self.rwlock.read().unwrap(),
            Statement::ReadAndLock(at) => {
                let guard = self.rwlock.read().unwrap();
                *guard + self.add(at, number)
            }
            Statement::TryRead => self.rwlock.try_read().map_or(NOTHING, |guard| *guard),
            Statement::Write => {
                let mut guard = self.rwlock.write().unwrap();
                *guard = *guard * 3 + number as u64;
                *guard
            }
            _ => self.rwlock.try_write().map_or(NOTHING, |mut guard| {
                *guard += 1;
                *guard
            }),
        }
    }

    fn atomics(&self, statement: Statement) -> u64 {
        match statement {
            Statement::Load(at, order) => self.atomics[at].load(load_order(order)),
            Statement::Store(at, value, order) => {
                self.atomics[at].store(value, store_order(order));
                0
            }
            Statement::Add(at, value, order) => self.atomics[at].fetch_add(value, order),
            Statement::Claim(at, value, order) => self.atomics[at]
                .compare_exchange(0, value, order, load_order(order))
                .unwrap_or_else(|old| 100 + old),
            Statement::ClaimWeak(at, value, order) => self.atomics[at]
                .compare_exchange_weak(0, value, order, load_order(order))
                .unwrap_or_else(|old| 100 + old),
            Statement::Fence(order) => {
                fence(order);
                0
            }
            Statement::AwaitValue(at) => awaits::one(|| self.atomics[at].load(SeqCst)),
            Statement::AwaitBoth(at) => awaits::both(|next| self.atomics[at ^ next].load(SeqCst)),
            Statement::Poll(at) => (0..3)
                .find(|_| self.atomics[at].load(SeqCst) != 0)
                .unwrap_or(NOTHING),
            Statement::AwaitClaim(at, value) => {
                let claim = || self.atomics[at].compare_exchange(0, value, SeqCst, SeqCst);
                while claim().is_err() {}
                0
            }
            _ => unreachable!("the atomics' statements"),
        }
    }

    fn bell(&self, statement: Statement) -> u64 {
        match statement {
            Statement::Raise | Statement::RaiseAll => {
                *self.raised.lock().unwrap() = true;
                if statement == Statement::Raise {
                    self.bell.notify_one();
                } else {
                    self.bell.notify_all();
                }
                0
            }
            Statement::Ring => {
                self.bell.notify_one();
                0
            }
            Statement::AwaitRaised => {
                let mut raised = self.raised.lock().unwrap();
                while !*raised {
                    raised = self.bell.wait(raised).unwrap();
                }
                0
            }
            Statement::AwaitRing => {
                let raised = self.raised.lock().unwrap();
                u64::from(*self.bell.wait(raised).unwrap())
            }
            _ => {
                let raised = self.raised.lock().unwrap();
                let (raised, result) = self
                    .bell
                    .wait_timeout(raised, Duration::from_secs(1))
                    .unwrap();
                u64::from(*raised) + 10 * u64::from(result.timed_out())
            }
        }
    }

    fn perform(&self, worker: &mut Worker, statement: Statement) -> u64 {
        use Statement::*;
        match statement {
            Load(..) | Store(..) | Add(..) | Claim(..) | ClaimWeak(..) | Fence(_)
            | AwaitValue(_) | AwaitBoth(_) | Poll(_) | AwaitClaim(..) => self.atomics(statement),
            Lock(_) | LockBoth(_) | TryLock(_) | AwaitLock(_) | Poison(_) | Read
            | ReadAndLock(_) | TryRead | Write | TryWrite => self.locks(worker.number, statement),
            Raise | RaiseAll | Ring | AwaitRaised | AwaitRing | AwaitRingFor => {
                self.bell(statement)
            }
            Send(channel, to) | TrySend(channel, to) => {
                worker.send(channel, to, matches!(statement, TrySend(..)))
            }
            Recv(_) | TryRecv(_) | RecvTimeout(_) | AwaitMessage(_) => worker.receive(statement),
            HangUp => {
                worker.hang_up();
                0
            }
            SendByTable => worker.send_by_table(),
            CloneArc | DropArc | StrongCount | WeakCount | GetMut | TryUnwrap | IntoInner
            | Upgrade => {
                before_counting();
                worker.count(statement)
            }
            IsGone => self.gone.load(SeqCst),
            Meet => {
                before_meeting();
                u64::from(self.barrier.wait().is_leader())
            }
            CallOnce => {
                let mut mine = 0;
                self.once
                    .call_once(|| mine = self.atomics[0].load(SeqCst) + 1);
                mine
            }
            GetOrInit => *self.lock.get_or_init(|| worker.number as u64),
            Get => self.lock.get().copied().unwrap_or(NOTHING),
            Unpark => {
                self.main.unpark();
                0
            }
            Park => {
                thread::park();
                0
            }
            ParkTimeout => {
                thread::park_timeout(Duration::from_secs(1));
                0
            }
            Sleep => {
                thread::sleep(Duration::from_secs(1));
                0
            }
            IsFinished | JoinFirst => 0,
            Yield => {
                thread::yield_now();
                0
            }
        }
    }
}

impl Worker {
    /// Gives up every sender.
    fn hang_up(&mut self) {
        while let Some(outlet) = self.outlets.pop() {
            before_dropping();
            drop(outlet);
        }
    }

    /// A look at the value's references, or one more, or one less.
    fn count(&mut self, statement: Statement) -> u64 {
        use Statement::*;
        match (statement, self.held.pop()) {
            (Upgrade, held) => {
                self.held.extend(held);
                let upgraded = self.weak.upgrade();
                let got = u64::from(upgraded.is_some());
                self.held.extend(upgraded);
                got
            }
            (StrongCount, None) => self.weak.strong_count() as u64,
            (WeakCount, None) => self.weak.weak_count() as u64,
            (_, None) => NOTHING,
            (DropArc, Some(value)) => {
                drop(value);
                0
            }
            (IntoInner, Some(value)) => u64::from(Counted::into_inner(value).is_some()),
            (TryUnwrap, Some(value)) => match Counted::try_unwrap(value) {
                Ok(_) => 1,
                Err(value) => {
                    self.held.push(value);
                    0
                }
            },
            (_, Some(mut value)) => {
                let seen = match statement {
                    StrongCount => Counted::strong_count(&value) as u64,
                    WeakCount => Counted::weak_count(&value) as u64,
                    GetMut => u64::from(Counted::get_mut(&mut value).is_some()),
                    _ => {
                        self.held.push(value.clone());
                        0
                    }
                };
                self.held.push(value);
                seen
            }
        }
    }

    /// To everybody, in the order of a table.
    fn send_by_table(&self) -> u64 {
        let mine = self.outlets.iter();
        let mine = mine.filter(|(of, ..)| *of == Channel::Unbounded);
        let table: HashMap<usize, &Outlet> = mine.map(|(_, to, outlet)| (*to, outlet)).collect();
        let sent = table.into_iter().map(|(to, outlet)| {
            if let Outlet::Unbounded(sender) = outlet {
                let _ = sender.send(self.number as u64);
            }
            to as u64
        });
        sent.fold(0, |order, to| order * 3 + to + 1)
    }

    fn end(mut self) {
        self.hang_up();
        while let Some(inlet) = self.inlets.pop() {
            before_dropping();
            drop(inlet);
        }
        while let Some(value) = self.held.pop() {
            before_counting();
            drop(value);
        }
        if self.weak.as_ptr() != Weak::new().as_ptr() {
            before_counting();
        }
    }

    fn send(&self, channel: Channel, to: usize, only_try: bool) -> u64 {
        let mine = self.outlets.iter().filter(|(of, ..)| *of == channel);
        let Some((_, _, outlet)) = mine.min_by_key(|(_, index, _)| index.abs_diff(to)) else {
            return NOTHING;
        };
        let message = self.number as u64;
        match outlet {
            Outlet::Unbounded(sender) => sender.send(message).map_or(98, |()| 0),
            Outlet::Bounded(sender) if only_try => match sender.try_send(message) {
                Ok(()) => 0,
                Err(mpsc::TrySendError::Full(_)) => 97,
                Err(mpsc::TrySendError::Disconnected(_)) => 98,
            },
            Outlet::Bounded(sender) => sender.send(message).map_or(98, |()| 0),
        }
    }

    fn receive(&self, statement: Statement) -> u64 {
        match statement {
            Statement::Recv(channel) => self
                .inlet(channel)
                .map_or(NOTHING, |inlet| inlet.recv().unwrap_or(NOTHING)),
            Statement::TryRecv(channel) => self.inlet(channel).map_or(NOTHING, |inlet| {
                inlet.try_recv().unwrap_or_else(|why| match why {
                    mpsc::TryRecvError::Empty => 97,
                    mpsc::TryRecvError::Disconnected => 98,
                })
            }),
            Statement::AwaitMessage(channel) => self.inlet(channel).map_or(NOTHING, |inlet| {
                loop {
                    match inlet.try_recv() {
                        Ok(message) => break message,
                        Err(mpsc::TryRecvError::Disconnected) => break 98,
                        Err(mpsc::TryRecvError::Empty) => thread::yield_now(),
                    }
                }
            }),
            Statement::RecvTimeout(channel) => self.inlet(channel).map_or(NOTHING, |inlet| {
                inlet
                    .recv_timeout(Duration::from_secs(1))
                    .unwrap_or_else(|why| match why {
                        mpsc::RecvTimeoutError::Timeout => 97,
                        mpsc::RecvTimeoutError::Disconnected => 98,
                    })
            }),
            _ => unreachable!("the channels' statements"),
        }
    }

    fn inlet(&self, channel: Channel) -> Option<&mpsc::Receiver<u64>> {
        let found = self.inlets.iter().find(|(of, _)| *of == channel);
        found.map(|(_, inlet)| inlet)
    }
}

/// The workers, with only those channels that the program uses.
fn workers(program: &Program, value: Option<&Counted<Value>>) -> Vec<Worker> {
    let mut workers: Vec<_> = (1..=program.threads.len())
        .map(|number| Worker {
            number,
            outlets: Vec::new(),
            inlets: Vec::new(),
            held: value.cloned().into_iter().collect(),
            weak: value.map(Counted::downgrade).unwrap_or_default(),
        })
        .collect();
    for channel in [Channel::Unbounded, Channel::Bounded, Channel::Rendezvous] {
        for owner in 0..workers.len() {
            if !program.uses(channel, owner) {
                continue;
            }
            let mut connect = |inlet, mut outlet: Box<dyn FnMut() -> Outlet>| {
                for (sender, worker) in workers.iter_mut().enumerate() {
                    let to = (0..2).find(|&to| program.receiver(sender, to) == owner);
                    if let (true, Some(to)) = (sender != owner, to) {
                        worker.outlets.push((channel, to, outlet()));
                    }
                }
                workers[owner].inlets.push((channel, inlet));
            };
            if channel == Channel::Unbounded {
                let (sender, inlet) = mpsc::channel();
                connect(inlet, Box::new(move || Outlet::Unbounded(sender.clone())));
            } else {
                let (sender, inlet) = mpsc::sync_channel(usize::from(channel == Channel::Bounded));
                connect(inlet, Box::new(move || Outlet::Bounded(sender.clone())));
            }
        }
    }
    workers
}

/// One execution of the program.
pub fn execute(program: &Program, notes: &Notes) {
    let gone = Arc::new(AtomicU64::new(0));
    let value = program.counts().then(|| Counted::new(Value(gone.clone())));
    let world = Arc::new(World::new(gone));
    let bodies = workers(program, value.as_ref())
        .into_iter()
        .map(|mut worker| {
            let (world, notes) = (world.clone(), notes.clone());
            let statements = program.threads[worker.number - 1].clone();
            move || {
                for statement in statements {
                    let value = world.perform(&mut worker, statement);
                    notes.note(worker.number, value);
                }
                worker.end();
            }
        });
    let mut main = Worker {
        number: 0,
        outlets: Vec::new(),
        inlets: Vec::new(),
        weak: value.as_ref().map(Counted::downgrade).unwrap_or_default(),
        held: value.into_iter().collect(),
    };
    // The handles of scoped and other threads are of different types.
    macro_rules! run_main {
        ($spawn:expr) => {{
            let mut handles: Vec<_> = bodies.map($spawn).map(Some).collect();
            for &statement in &program.main {
                let value = match (statement, &handles[0]) {
                    (Statement::JoinFirst, Some(_)) => {
                        handles[0].take().map(|handle| handle.join().unwrap());
                        0
                    }
                    (Statement::IsFinished, Some(first)) => u64::from(first.has_finished()),
                    (Statement::Unpark, Some(first)) => {
                        first.thread().unpark();
                        0
                    }
                    _ => world.perform(&mut main, statement),
                };
                notes.note(0, value);
            }
            for handle in handles.into_iter().flatten() {
                handle.join().unwrap();
            }
        }};
    }
    if program.scoped {
        thread::scope(|scope| run_main!(|body| scope.spawn(body)));
    } else {
        run_main!(thread::spawn);
    }
    main.end();
    for atomic in world.atomics.iter().chain([&*world.gone]) {
        notes.note(0, atomic.load(SeqCst));
    }
    for mutex in &world.mutexes {
        let (guard, poison) = sound(mutex.lock());
        notes.note(0, *guard + poison);
    }
    notes.note(0, *world.rwlock.read().unwrap());
}
