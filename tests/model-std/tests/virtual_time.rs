//! Virtual time is exact: each program takes as long as its sleeps add up to, whatever the machine does meanwhile.

use std::cell::Cell;
use std::model::{Failure, FailureKind, VirtualTime, Waiting, virtual_time as run};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Condvar, LazyLock, Mutex, OnceLock, RwLock, mpsc};
use std::thread;
use std::time::{Duration, Instant};

const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn fails(f: impl Fn() + Send + Sync + 'static) -> Box<Failure> {
    VirtualTime::new().run(f).expect_err("the run fails")
}

/// `tasks` sleeps of a second each, done by `workers` threads that take them from a shared queue.
fn pool(tasks: usize, workers: usize) {
    let queue = Arc::new(Mutex::new((0..tasks).collect::<Vec<_>>()));
    let workers: Vec<_> = (0..workers)
        .map(|_| {
            let queue = queue.clone();
            thread::spawn(move || {
                loop {
                    let task = queue.lock().unwrap().pop();
                    let Some(_) = task else { break };
                    thread::sleep(secs(1));
                }
            })
        })
        .collect();
    workers
        .into_iter()
        .for_each(|worker| worker.join().unwrap());
}

#[test]
fn sleeps_in_a_row_add_up() {
    let timeline = run(|| (0..5).for_each(|_| thread::sleep(secs(10))));
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(50), 1));
}

#[test]
fn waits_in_milliseconds_are_what_they_say() {
    let timeline = run(|| {
        thread::sleep_ms(3);
        thread::park_timeout_ms(4);
        thread::current().unpark();
        thread::park_timeout_ms(60_000);
    });
    assert_eq!(timeline.elapsed(), Duration::from_millis(7));
}

#[test]
fn sleepers_finish_in_the_order_of_their_sleeps() {
    let timeline = run(|| {
        let order = Arc::new(Mutex::new(Vec::new()));
        let sleepers = [3, 2, 1].map(|time| {
            let order = order.clone();
            thread::spawn(move || {
                thread::sleep(secs(time));
                order.lock().unwrap().push(time);
            })
        });
        sleepers
            .into_iter()
            .for_each(|sleeper| sleeper.join().unwrap());
        assert_eq!(*order.lock().unwrap(), [1, 2, 3]);
    });
    assert_eq!(
        (
            timeline.elapsed(),
            timeline.most_at_once(),
            timeline.threads()
        ),
        (secs(3), 3, 4)
    );
    assert_eq!(timeline.intervals(1)[0].waiting, Waiting::Sleep);
}

#[test]
fn a_pool_takes_tasks_over_workers() {
    assert_eq!(run(|| pool(10, 2)).elapsed(), secs(5));
    let timeline = run(|| pool(1_000, 100));
    assert_eq!(
        (timeline.elapsed(), timeline.most_at_once()),
        (secs(10), 100)
    );
}

#[test]
fn a_guard_held_across_a_sleep_makes_the_others_wait() {
    let timeline = run(|| {
        let lock = Arc::new(Mutex::new(()));
        let threads: Vec<_> = (0..5)
            .map(|_| {
                let lock = lock.clone();
                thread::spawn(move || {
                    let _guard = lock.lock().unwrap();
                    thread::sleep(secs(10));
                })
            })
            .collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    });
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(50), 1));
    let waits = timeline
        .intervals(5)
        .iter()
        .filter(|at| at.waiting == Waiting::Lock)
        .count();
    assert_eq!(waits, 1, "{:?}", timeline.intervals(5));
}

#[test]
fn timed_waits_end_at_their_deadline() {
    let timeline = run(|| {
        let (start, (sender, receiver)) = (Instant::now(), mpsc::channel::<()>());
        assert_eq!(
            receiver.recv_timeout(secs(1)),
            Err(mpsc::RecvTimeoutError::Timeout)
        );
        assert_eq!(start.elapsed(), secs(1));
        thread::park_timeout(secs(2));
        assert_eq!(start.elapsed(), secs(3));
        let (lock, bell) = (Mutex::new(0), Condvar::new());
        let (guard, waited) = bell.wait_timeout(lock.lock().unwrap(), secs(3)).unwrap();
        assert!(waited.timed_out() && start.elapsed() == secs(6));
        let (_guard, waited) = bell.wait_timeout_while(guard, secs(4), |_| true).unwrap();
        assert!(waited.timed_out() && start.elapsed() == secs(10));
        drop(sender);
        assert_eq!(
            receiver.recv_timeout(secs(9)),
            Err(mpsc::RecvTimeoutError::Disconnected)
        );
    });
    assert_eq!(timeline.elapsed(), secs(10));
}

#[test]
fn timed_waits_end_early_when_what_they_wait_for_comes() {
    let timeline = run(|| {
        let start = Instant::now();
        let (sender, receiver) = mpsc::channel();
        let pair = Arc::new((Mutex::new(false), Condvar::new()));
        let (theirs, main) = (pair.clone(), thread::current());
        let helper = thread::spawn(move || {
            thread::sleep(secs(1));
            sender.send(()).unwrap();
            thread::sleep(secs(1));
            main.unpark();
            thread::sleep(secs(1));
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_one();
        });
        assert!(receiver.recv_timeout(secs(100)).is_ok() && start.elapsed() == secs(1));
        thread::park_timeout(secs(100));
        assert_eq!(start.elapsed(), secs(2));
        let (raised, waited) = pair
            .1
            .wait_timeout_while(pair.0.lock().unwrap(), secs(100), |raised| !*raised)
            .unwrap();
        assert!(*raised && !waited.timed_out());
        drop(raised);
        helper.join().unwrap();
    });
    assert_eq!(timeline.elapsed(), secs(3));
}

/// What a thread may spin on until another has slept for five seconds.
struct Awaited {
    flag: Arc<AtomicBool>,
    receiver: mpsc::Receiver<()>,
    lock: Arc<Mutex<()>>,
    sleeper: thread::JoinHandle<()>,
}

/// Runs `spin` beside a thread that raises the flag, sends, and unlocks after five seconds.
fn spins(spin: impl Fn(&Awaited) + Send + Sync + 'static) {
    let timeline = run(move || {
        let (flag, lock) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(())));
        let (sender, receiver) = mpsc::channel();
        let (raises, holds) = (flag.clone(), lock.clone());
        let sleeper = thread::spawn(move || {
            let guard = holds.lock().unwrap();
            thread::sleep(secs(5));
            drop(guard);
            raises.store(true, SeqCst);
            sender.send(()).unwrap();
        });
        thread::yield_now();
        let awaited = Awaited {
            flag,
            receiver,
            lock,
            sleeper,
        };
        spin(&awaited);
        awaited.sleeper.join().unwrap();
    });
    assert_eq!(timeline.elapsed(), secs(5));
}

#[test]
fn spinning_does_not_stop_the_clock() {
    spins(|on| while !on.flag.load(SeqCst) {});
    spins(|on| {
        while !on.flag.load(SeqCst) {
            thread::yield_now();
        }
    });
    spins(|on| {
        while !on.flag.load(SeqCst) {
            std::hint::spin_loop();
        }
    });
    spins(|on| {
        while on
            .flag
            .compare_exchange(true, false, SeqCst, SeqCst)
            .is_err()
        {}
    });
    spins(|on| while on.receiver.try_recv().is_err() {});
    spins(|on| while on.lock.try_lock().is_err() {});
    spins(|on| while !on.sleeper.is_finished() {});
    spins(|on| {
        while !on.sleeper.is_finished() {
            thread::yield_now();
        }
    });
    spins(|_| {
        let start = Instant::now();
        while start.elapsed() < secs(5) {}
    });
    spins(|on| {
        while !on.flag.load(SeqCst) {
            thread::sleep(Duration::from_millis(100));
        }
    });
}

#[test]
fn polling_a_queue_under_a_lock_does_not_stop_the_clock() {
    let timeline = run(|| {
        let queue = Arc::new(Mutex::new(Vec::new()));
        let theirs = queue.clone();
        let producer = thread::spawn(move || {
            thread::sleep(secs(2));
            theirs.lock().unwrap().push(1);
        });
        while queue.lock().unwrap().pop().is_none() {}
        producer.join().unwrap();
    });
    assert_eq!(timeline.elapsed(), secs(2));
}

#[test]
fn work_that_only_looks_is_not_mistaken_for_spinning() {
    run(|| {
        let counters: Vec<_> = (0..5_000).map(AtomicUsize::new).collect();
        assert_eq!(
            counters
                .iter()
                .map(|counter| counter.load(SeqCst))
                .sum::<usize>(),
            12_497_500
        );
        let table = Mutex::new(vec![0; 3]);
        (0..2_000).for_each(|at| table.lock().unwrap()[at % 3] += 1);
        assert_eq!(
            (0..2_000)
                .map(|_| table.lock().unwrap().len())
                .sum::<usize>(),
            6_000
        );
    });
}

#[test]
fn the_clock_stands_still_while_a_table_is_filled() {
    run(|| {
        let (start, table) = (Instant::now(), Mutex::new(vec![0; 3]));
        let sleeper = thread::spawn(|| thread::sleep(secs(10)));
        thread::yield_now();
        (0..400).for_each(|at| table.lock().unwrap()[at % 3] += 1);
        assert_eq!(start.elapsed(), Duration::ZERO);
        sleeper.join().unwrap();
    });
}

/// The order in which threads that wake at the same moment go on.
fn order_of_ties(seed: Option<u64>) -> Vec<usize> {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(Vec::new()));
    let notes = seen.clone();
    let program = move || {
        let threads: Vec<_> = (0..6)
            .map(|number| {
                let notes = notes.clone();
                thread::spawn(move || {
                    thread::sleep(secs(1));
                    notes.lock().unwrap().push(number);
                })
            })
            .collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    };
    let settings = VirtualTime::new();
    let settings = match seed {
        Some(seed) => settings.seed(seed),
        None => settings,
    };
    settings.run(program).unwrap();
    seen.lock().unwrap().clone()
}

#[test]
fn ties_run_in_the_order_of_spawning_or_by_seed() {
    assert_eq!(order_of_ties(None), [0, 1, 2, 3, 4, 5]);
    let orders: real::collections::BTreeSet<_> =
        (0..8).map(|seed| order_of_ties(Some(seed))).collect();
    assert!(orders.len() > 4, "{orders:?}");
    assert_eq!(order_of_ties(Some(5)), order_of_ties(Some(5)));
}

#[test]
fn a_deadlock_is_reported() {
    let failure = fails(|| {
        let lock = Mutex::new(());
        let _first = lock.lock();
        let _second = lock.lock();
    });
    assert_eq!(
        (failure.kind, failure.always),
        (FailureKind::Deadlock, true)
    );
    assert!(
        failure.message.contains("holds itself"),
        "{}",
        failure.message
    );
}

#[test]
fn what_never_ends_is_reported() {
    let spins = fails(|| {
        let flag = AtomicBool::new(false);
        while !flag.load(SeqCst) {}
    });
    assert_eq!(spins.kind, FailureKind::StepLimit);
    assert!(spins.message.contains("main spins at"), "{}", spins.message);
    let changes = fails(|| {
        let count = AtomicUsize::new(0);
        loop {
            count.fetch_add(1, SeqCst);
        }
    });
    assert_eq!(changes.kind, FailureKind::StepLimit);
    assert!(
        changes.trace.steps.len() < 10_000,
        "a trace is for reading: {}",
        changes.trace.steps.len()
    );
}

#[test]
fn leaving_the_process_is_a_failure() {
    let failure = fails(|| {
        thread::spawn(|| std::process::exit(3)).join().unwrap();
    });
    assert_eq!(failure.kind, FailureKind::Exit);
    assert!(
        failure.message.contains("worker 1") && failure.message.contains("exit(3)"),
        "{}",
        failure.message
    );
    assert_eq!(fails(|| std::process::abort()).kind, FailureKind::Exit);
}

#[test]
fn a_panic_of_main_is_a_failure_and_one_of_a_thread_is_not() {
    run(|| assert!(thread::spawn(|| panic!("alone")).join().is_err()));
    let failure = fails(|| thread::spawn(|| panic!("first")).join().unwrap());
    assert_eq!(failure.kind, FailureKind::Panic);
    let said: Vec<_> = failure
        .panics
        .iter()
        .map(|panic| (panic.thread.as_str(), panic.message.as_str()))
        .collect();
    assert_eq!(said[0], ("worker 1", "first"));
    assert_eq!(said[1].0, "main");
}

#[test]
fn a_thread_that_panics_after_main_did_is_not_blamed() {
    let failure = fails(|| {
        let (sender, receiver) = mpsc::channel::<()>();
        thread::spawn(move || receiver.recv().expect("a late panic"));
        thread::yield_now();
        drop(sender);
        panic!("what went wrong");
    });
    assert!(
        failure.message.contains("what went wrong"),
        "{}",
        failure.message
    );
    let line = line!() - 7;
    assert!(
        failure.message.contains(&format!(":{line}:")),
        "{}",
        failure.message
    );
    assert_eq!(failure.panics.last().unwrap().thread, "main");
}

#[test]
fn threads_that_outlive_main_are_counted() {
    let timeline = run(|| {
        let _forgotten = thread::spawn(|| thread::sleep(secs(60)));
        thread::spawn(thread::park);
        thread::sleep(secs(1));
    });
    assert_eq!(
        (timeline.elapsed(), timeline.leaked(), timeline.threads()),
        (secs(1), 2, 3)
    );
}

#[test]
fn a_detached_thread_that_ends_in_time_is_not_leaked() {
    let timeline = run(|| {
        drop(thread::spawn(|| thread::sleep(secs(1))));
        thread::sleep(secs(2));
    });
    assert_eq!((timeline.elapsed(), timeline.leaked()), (secs(2), 0));
}

static LIST: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static COUNT: AtomicUsize = AtomicUsize::new(5);
static CELL: OnceLock<String> = OnceLock::new();
static LAZY: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(|| Mutex::new(vec![1, 2, 3]));
static TABLE: RwLock<[u8; 2]> = RwLock::new([0; 2]);

thread_local! {
    static OWN: Cell<u8> = const { Cell::new(1) };
}

#[test]
fn statics_start_every_run_afresh() {
    for _ in 0..50 {
        run(|| {
            assert_eq!((LIST.lock().unwrap().len(), LIST.is_poisoned()), (0, false));
            (0..100).for_each(|number| LIST.lock().unwrap().push(number));
            assert_eq!(COUNT.fetch_add(1, SeqCst), 5);
            assert!(CELL.get().is_none());
            assert_eq!(CELL.get_or_init(|| "set".to_owned()), "set");
            assert_eq!(LAZY.lock().unwrap().len(), 3);
            (0..100).for_each(|number| LAZY.lock().unwrap().push(number));
            assert_eq!(*TABLE.read().unwrap(), [0; 2]);
            TABLE.write().unwrap()[1] = 7;
            assert_eq!(OWN.replace(2), 1);
            let _ = thread::spawn(|| {
                let _guard = LIST.lock();
                panic!("poison");
            })
            .join();
            assert!(LIST.is_poisoned());
        });
    }
}

#[test]
fn a_poll_that_changes_something_each_time_lets_others_on() {
    let timeline = run(|| {
        let (done, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(SeqCst) {
                    asked.fetch_add(1, SeqCst);
                }
            });
            scope.spawn(|| done.store(true, SeqCst));
        });
    });
    assert_eq!(timeline.elapsed(), Duration::ZERO);
}
