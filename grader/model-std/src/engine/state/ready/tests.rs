//! In builds for tests every step compares what is kept with what every thread says when it is asked; these programs
//! make all kinds of steps.

use std::time::Duration;

use proptest::prelude::*;

use crate::model::{Exhaustive, VirtualTime};
use crate::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use crate::sync::{Arc, Barrier, Condvar, Mutex, Once, RwLock, mpsc};
use crate::thread;

/// What a thread can do, and with which of the two objects of a kind.
#[derive(Debug, Clone, Copy)]
enum Act {
    Sleep(u64),
    LockAndSleep(usize, u64),
    ReadAndSleep(usize, u64),
    WriteAndSleep(usize, u64),
    TryLock(usize),
    WaitTimeout(u64),
    NotifyOne,
    NotifyAll,
    Add,
    SpinUntilAdded(u64),
    Send(usize),
    TrySend,
    Receive(usize, u64),
    ParkTimeout(u64),
    UnparkMain,
    CallOnce,
    SpawnAndJoin,
    SpawnAndUnpark,
    Yield,
}

fn act() -> impl Strategy<Value = Act> {
    use Act::*;
    let (which, time) = (0..2_usize, 0..4_u64);
    prop_oneof![
        time.clone().prop_map(Sleep),
        (which.clone(), time.clone()).prop_map(|(which, time)| LockAndSleep(which, time)),
        (which.clone(), time.clone()).prop_map(|(which, time)| ReadAndSleep(which, time)),
        (which.clone(), time.clone()).prop_map(|(which, time)| WriteAndSleep(which, time)),
        which.clone().prop_map(TryLock),
        time.clone().prop_map(WaitTimeout),
        Just(NotifyOne),
        Just(NotifyAll),
        Just(Add),
        time.clone().prop_map(SpinUntilAdded),
        which.clone().prop_map(Send),
        Just(TrySend),
        (0..3_usize, time.clone()).prop_map(|(which, time)| Receive(which, time)),
        time.prop_map(ParkTimeout),
        Just(UnparkMain),
        Just(CallOnce),
        Just(SpawnAndJoin),
        Just(SpawnAndUnpark),
        Just(Yield),
    ]
}

/// What all threads of a program share.
struct Shared {
    locks: [Mutex<u32>; 2],
    tables: [RwLock<u32>; 2],
    signal: Condvar,
    added: AtomicUsize,
    once: Once,
    /// Unbounded, with room for one, with room for none.
    plain: mpsc::Sender<u32>,
    bounded: [mpsc::SyncSender<u32>; 2],
    receivers: [Mutex<mpsc::Receiver<u32>>; 3],
    end: Barrier,
    main: thread::Thread,
}

fn time(time: u64) -> Duration {
    Duration::from_millis(time)
}

impl Shared {
    fn new(threads: usize) -> Arc<Self> {
        let (plain, first) = mpsc::channel();
        let (one, second) = mpsc::sync_channel(1);
        let (none, third) = mpsc::sync_channel(0);
        Arc::new(Self {
            locks: Default::default(),
            tables: Default::default(),
            signal: Condvar::new(),
            added: AtomicUsize::new(0),
            once: Once::new(),
            plain,
            bounded: [one, none],
            receivers: [first, second, third].map(Mutex::new),
            end: Barrier::new(threads),
            main: thread::current(),
        })
    }

    fn act(self: &Arc<Self>, act: Act) {
        match act {
            Act::Sleep(long) => thread::sleep(time(long)),
            Act::LockAndSleep(which, long) => {
                let mut guard = self.locks[which].lock().unwrap();
                thread::sleep(time(long));
                *guard += 1;
            }
            Act::ReadAndSleep(which, long) => {
                let _guard = self.tables[which].read().unwrap();
                thread::sleep(time(long));
            }
            Act::WriteAndSleep(which, long) => {
                let mut guard = self.tables[which].write().unwrap();
                thread::sleep(time(long));
                *guard += 1;
            }
            Act::TryLock(which) => {
                if let Ok(mut guard) = self.locks[which].try_lock() {
                    *guard += 1;
                }
            }
            Act::WaitTimeout(long) => {
                let guard = self.locks[0].lock().unwrap();
                let _ = self.signal.wait_timeout(guard, time(long)).unwrap();
            }
            Act::NotifyOne => self.signal.notify_one(),
            Act::NotifyAll => self.signal.notify_all(),
            Act::Add => {
                self.added.fetch_add(1, SeqCst);
            }
            Act::SpinUntilAdded(long) => {
                let (before, start) = (self.added.load(SeqCst), crate::time::Instant::now());
                while self.added.load(SeqCst) == before && start.elapsed() < time(long) {
                    thread::sleep(time(1));
                    thread::yield_now();
                }
            }
            Act::Send(0) => self.plain.send(1).unwrap(),
            Act::Send(_) => self.bounded[0].send(1).unwrap(),
            Act::TrySend => {
                let _ = self.bounded[1].try_send(1);
            }
            Act::Receive(which, long) => {
                let _ = self.receivers[which]
                    .lock()
                    .unwrap()
                    .recv_timeout(time(long));
            }
            Act::ParkTimeout(long) => thread::park_timeout(time(long)),
            Act::UnparkMain => self.main.unpark(),
            Act::CallOnce => self.once.call_once(|| thread::sleep(time(2))),
            Act::SpawnAndJoin => thread::spawn(|| thread::sleep(time(1))).join().unwrap(),
            Act::SpawnAndUnpark => {
                let parked = thread::spawn(|| thread::park_timeout(time(3)));
                parked.thread().unpark();
            }
            Act::Yield => thread::yield_now(),
        }
    }
}

/// Runs a thread for each list of acts. May deadlock.
fn run(program: &[Vec<Act>]) {
    let shared = Shared::new(program.len());
    let threads = program.iter().cloned().map(|acts| {
        let shared = shared.clone();
        thread::spawn(move || {
            acts.into_iter().for_each(|act| shared.act(act));
            shared.end.wait();
        })
    });
    let threads: Vec<_> = threads.collect();
    thread::park_timeout(time(2));
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

/// Whether the run did not fail, or failed as a program may.
fn ends_as_it_may(failure: Option<String>) {
    if let Some(failure) = failure {
        assert!(!failure.contains("panicked"), "{failure}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_what_every_thread_would_say_in_virtual_time(
        program in prop::collection::vec(prop::collection::vec(act(), 0..8), 1..8),
        seed in any::<Option<u64>>(),
    ) {
        let mut settings = VirtualTime::new();
        if let Some(seed) = seed {
            settings = settings.seed(seed);
        }
        let result = settings.run(move || run(&program));
        ends_as_it_may(result.err().map(|failure| failure.message));
    }

    #[test]
    fn what_is_kept_is_what_every_thread_would_say_in_a_search(
        program in prop::collection::vec(prop::collection::vec(act(), 0..3), 1..3),
    ) {
        let search = Exhaustive::new().budget(Duration::from_millis(20));
        ends_as_it_may(search.run(move || run(&program)).err().map(|failure| failure.message));
    }
}

#[test]
fn more_threads_than_one_word_of_the_set_holds_take_turns() {
    let program = vec![vec![Act::LockAndSleep(0, 1), Act::Sleep(1), Act::Yield]; 150];
    let timeline = VirtualTime::new().run(move || run(&program));
    assert_eq!(timeline.expect("it is right").elapsed(), time(151));
}
