//! The search leaves out interleavings that cannot matter. Here random small programs are run with and without that
//! reduction: whatever can be observed must be the same.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

use std::collections::BTreeSet;
use std::model::Exhaustive;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock, mpsc};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;

/// One statement of a random program. Numbers name one of two atomics, locks or channels.
#[derive(Debug, Clone)]
enum Statement {
    Load(usize),
    Store(usize, u64),
    Add(usize, u64),
    /// Compare-exchange from 0 to the value.
    Claim(usize, u64),
    /// Adds to what the mutex guards, and notes what it was.
    Lock(usize),
    /// Two locks, one inside the other: can deadlock.
    LockBoth(usize),
    TryLock(usize),
    Read,
    Write,
    TryWrite,
    Send(usize),
    TryRecv(usize),
    RecvTimeout(usize),
    /// Waits for anything to be sent: can deadlock.
    Recv(usize),
    UnparkFirst,
    ParkTimeout,
    Raise,
    AwaitRaised,
    Yield,
}

fn statement() -> impl Strategy<Value = Statement> {
    use Statement::*;
    prop_oneof![
        (0..2usize).prop_map(Load),
        (0..2usize, 1..3u64).prop_map(|(at, value)| Store(at, value)),
        (0..2usize, 1..3u64).prop_map(|(at, value)| Add(at, value)),
        (0..2usize, 5..7u64).prop_map(|(at, value)| Claim(at, value)),
        (0..2usize).prop_map(Lock),
        (0..2usize).prop_map(LockBoth),
        (0..2usize).prop_map(TryLock),
        Just(Read),
        Just(Write),
        Just(TryWrite),
        (0..2usize).prop_map(Send),
        (0..2usize).prop_map(TryRecv),
        (0..2usize).prop_map(RecvTimeout),
        (0..2usize).prop_map(Recv),
        Just(UnparkFirst),
        Just(ParkTimeout),
        Just(Raise),
        Just(AwaitRaised),
        Just(Yield),
    ]
}

/// What all threads of a program share.
struct World {
    atomics: [AtomicU64; 2],
    mutexes: [Mutex<u64>; 2],
    rwlock: RwLock<u64>,
    senders: [Mutex<mpsc::Sender<u64>>; 2],
    receivers: [Mutex<mpsc::Receiver<u64>>; 2],
    first: Mutex<Option<thread::Thread>>,
    raised: Mutex<bool>,
    bell: Condvar,
}

fn perform(world: &World, order: Ordering, me: u64, statement: &Statement) -> u64 {
    let (load, store) = match order {
        Ordering::Relaxed => (order, order),
        Ordering::AcqRel => (Ordering::Acquire, Ordering::Release),
        _ => (Ordering::SeqCst, Ordering::SeqCst),
    };
    match *statement {
        Statement::Load(at) => world.atomics[at].load(load),
        Statement::Store(at, value) => {
            world.atomics[at].store(value, store);
            0
        }
        Statement::Add(at, value) => world.atomics[at].fetch_add(value, order),
        Statement::Claim(at, value) => world.atomics[at]
            .compare_exchange(0, value, order, load)
            .unwrap_or_else(|old| 100 + old),
        Statement::Lock(at) => {
            let mut guard = world.mutexes[at].lock().unwrap();
            *guard = *guard * 3 + me;
            *guard
        }
        Statement::LockBoth(at) => {
            let mut outer = world.mutexes[at].lock().unwrap();
            let inner = world.mutexes[1 - at].lock().unwrap();
            *outer = *outer * 3 + *inner;
            *outer
        }
        Statement::TryLock(at) => world.mutexes[at].try_lock().map_or(99, |guard| *guard),
        Statement::Read => *world.rwlock.read().unwrap(),
        Statement::Write => {
            let mut guard = world.rwlock.write().unwrap();
            *guard = *guard * 3 + me;
            *guard
        }
        Statement::TryWrite => world.rwlock.try_write().map_or(99, |mut guard| {
            *guard += 1;
            *guard
        }),
        Statement::Send(at) => {
            let sender = world.senders[at].lock().unwrap().clone();
            sender.send(me).map_or(99, |()| 0)
        }
        Statement::TryRecv(at) => world.receivers[at].lock().unwrap().try_recv().unwrap_or(99),
        Statement::RecvTimeout(at) => world.receivers[at]
            .lock()
            .unwrap()
            .recv_timeout(Duration::from_secs(1))
            .unwrap_or(99),
        Statement::Recv(at) => world.receivers[at].lock().unwrap().recv().unwrap_or(99),
        Statement::UnparkFirst => {
            let first = world.first.lock().unwrap().clone();
            first.map_or(99, |first| {
                first.unpark();
                0
            })
        }
        Statement::ParkTimeout => {
            thread::park_timeout(Duration::from_secs(1));
            0
        }
        Statement::Raise => {
            *world.raised.lock().unwrap() = true;
            world.bell.notify_one();
            0
        }
        Statement::AwaitRaised => {
            let mut raised = world.raised.lock().unwrap();
            while !*raised {
                raised = world.bell.wait(raised).unwrap();
            }
            0
        }
        Statement::Yield => {
            thread::yield_now();
            0
        }
    }
}

/// Everything that a program can be observed to do: what its statements gave, and how the world looked at the end.
/// `None` among them stands for a failure (a deadlock), which ends the search.
type Outcomes = BTreeSet<Option<Vec<u64>>>;

/// Runs the program under every interleaving. `None` if the budget did not suffice.
fn outcomes(program: &[Vec<Statement>], order: Ordering, naive: bool) -> Option<Outcomes> {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(Outcomes::new()));
    let program = real::sync::Arc::new(program.to_vec());
    let notes = seen.clone();
    let run = move || {
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..2).map(|_| mpsc::channel()).unzip();
        let world = Arc::new(World {
            atomics: [const { AtomicU64::new(0) }; 2],
            mutexes: [const { Mutex::new(0) }; 2],
            rwlock: RwLock::new(0),
            senders: <[_; 2]>::try_from(senders).unwrap().map(Mutex::new),
            receivers: <[_; 2]>::try_from(receivers).unwrap().map(Mutex::new),
            first: Mutex::new(None),
            raised: Mutex::new(false),
            bell: Condvar::new(),
        });
        let threads: Vec<_> = program
            .iter()
            .cloned()
            .enumerate()
            .map(|(number, statements)| {
                let world = world.clone();
                let body = move || {
                    let one = |statement| perform(&world, order, number as u64 + 1, statement);
                    statements.iter().map(one).collect::<Vec<_>>()
                };
                thread::spawn(body)
            })
            .collect();
        let mut outcome: Vec<u64> = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect();
        outcome.extend(
            world
                .atomics
                .iter()
                .map(|atomic| atomic.load(Ordering::SeqCst)),
        );
        outcome.extend(world.mutexes.iter().map(|mutex| *mutex.lock().unwrap()));
        outcome.push(*world.rwlock.read().unwrap());
        notes.lock().unwrap().insert(Some(outcome));
    };
    let search = Exhaustive {
        naive,
        ..Exhaustive::new().budget(Duration::from_millis(600))
    };
    let result = search.run(run);
    let mut outcomes = seen.lock().unwrap().clone();
    match result {
        Ok(explored) if !explored.complete => return None,
        Ok(_) => {}
        // A failure ends the search wherever it is met, so that nothing else can be compared.
        Err(_) => outcomes = Outcomes::from([None]),
    }
    Some(outcomes)
}

fn agree(program: &[Vec<Statement>], order: Ordering) -> Result<(), TestCaseError> {
    if let (Some(reduced), Some(all)) = (
        outcomes(program, order, false),
        outcomes(program, order, true),
    ) {
        prop_assert_eq!(reduced, all, "program {:?} with {:?}", program, order);
    }
    Ok(())
}

/// As many cases as asked for by `PROPTEST_CASES`, else few enough for every run of the tests.
fn cases(default: u32) -> ProptestConfig {
    let cases = real::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(default);
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(cases(34))]

    #[test]
    fn two_threads_do_the_same_with_and_without_the_reduction(
        program in prop::collection::vec(prop::collection::vec(statement(), 1..4), 2),
    ) {
        agree(&program, Ordering::SeqCst)?;
    }

    #[test]
    fn three_threads_do_the_same_with_and_without_the_reduction(
        program in prop::collection::vec(prop::collection::vec(statement(), 1..3), 3),
    ) {
        agree(&program, Ordering::SeqCst)?;
    }

    #[test]
    fn weak_orderings_show_the_same_with_and_without_the_reduction(
        program in prop::collection::vec(prop::collection::vec(statement(), 1..3), 2),
    ) {
        agree(&program, Ordering::Relaxed)?;
        agree(&program, Ordering::AcqRel)?;
    }
}
