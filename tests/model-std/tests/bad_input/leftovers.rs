//! What a run leaves behind: threads that go on, values whose destructors need the model, panics where nobody looks.

use std::model::{self, Exhaustive, FailureKind, VirtualTime};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, LazyLock, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use super::child;

/// Needs the model when it is dropped, as a thread pool does.
struct Pool {
    lock: Arc<Mutex<u32>>,
    worker: Option<thread::JoinHandle<()>>,
    work: Option<mpsc::Sender<u32>>,
}

impl Pool {
    fn new() -> Self {
        let (work, inbox) = mpsc::channel();
        let lock = Arc::new(Mutex::new(0));
        let sum = lock.clone();
        let worker = Some(thread::spawn(move || {
            inbox.iter().for_each(|n| *sum.lock().unwrap() += n)
        }));
        Self {
            lock,
            worker,
            work: Some(work),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        drop(self.work.take());
        if let Some(worker) = self.worker.take() {
            worker.join().unwrap();
        }
        *self.lock.lock().unwrap() += 1;
    }
}

#[test]
fn destructors_that_need_the_model_run_in_it() {
    let run = || {
        let pool = Pool::new();
        pool.work.as_ref().unwrap().send(4).unwrap();
        let lock = pool.lock.clone();
        drop(pool);
        assert_eq!(*lock.lock().unwrap(), 5);
    };
    assert!(model::exhaustive(run).is_complete());
    model::virtual_time(run);
}

#[test]
fn destructors_of_what_a_run_leaves_behind_harm_nobody() {
    static KEPT: Mutex<Option<Pool>> = Mutex::new(None);
    let run = || {
        *KEPT.lock().unwrap() = Some(Pool::new());
        let pool = Pool::new();
        // It is asleep, with the pool on its stack, when main has ended.
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(1));
            drop(pool);
        });
    };
    for _ in 0..3 {
        assert_eq!(model::virtual_time(run).leaked(), 3);
    }
    model::exhaustive(run);
}

#[test]
fn a_thread_that_is_left_behind_is_counted_and_fails_nothing() {
    let run = || {
        thread::spawn(thread::park);
        thread::spawn(|| panic!("after main"));
        thread::spawn(|| {
            loop {
                thread::sleep(Duration::from_secs(1));
            }
        });
    };
    assert!(model::virtual_time(run).leaked() >= 2);
    let failure = Exhaustive::new().run(run).err();
    assert!(failure.is_none(), "{failure:?}");
}

/// Panics when it is dropped.
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        panic!("in a destructor");
    }
}

thread_local! {
    static LEFT: std::cell::RefCell<Option<Grenade>> = const { std::cell::RefCell::new(None) };
}

#[test]
fn a_panic_in_a_destructor_is_a_panic_of_its_thread() {
    let run = || {
        let worker = thread::spawn(|| drop(Grenade));
        assert!(worker.join().is_err());
        drop(Grenade);
    };
    let failure = VirtualTime::new().run(run).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
    assert!(failure.message.contains("in a destructor"), "{failure}");
    let places = failure.panics.iter().map(|panic| panic.thread.as_str());
    assert_eq!(places.collect::<Vec<_>>(), ["worker 1", "main"]);
    assert!(Exhaustive::new().run(run).is_err());
}

/// Std ends the process there. Here one thread's end is not worth the others' verdicts: the panic is noted, and that is all.
#[test]
fn a_panic_in_the_destructor_of_a_thread_local_is_noted_and_goes_no_further() {
    let run = || {
        let worker = thread::spawn(|| LEFT.set(Some(Grenade)));
        worker.join().unwrap();
        panic!("to see what was noted");
    };
    let failure = VirtualTime::new().run(run).unwrap_err();
    let noted: Vec<_> = failure
        .panics
        .iter()
        .map(|panic| panic.message.as_str())
        .collect();
    assert_eq!(noted, ["in a destructor", "to see what was noted"]);
}

#[test]
fn a_panic_in_the_destructor_of_a_result_that_nobody_wants_is_noted_and_goes_no_further() {
    let run = || {
        drop(thread::spawn(|| Grenade));
        thread::sleep(Duration::from_secs(1));
        panic!("to see what was noted");
    };
    let failure = VirtualTime::new().run(run).unwrap_err();
    let noted: Vec<_> = failure
        .panics
        .iter()
        .map(|panic| panic.message.as_str())
        .collect();
    assert_eq!(noted, ["in a destructor", "to see what was noted"]);
    assert!(model::exhaustive(|| drop(thread::spawn(|| Grenade))).is_complete());
}

#[test]
fn a_lazy_value_whose_making_panics_is_poisoned_for_the_rest_of_the_execution() {
    static LAZY: LazyLock<u32> = LazyLock::new(|| {
        TRIES.fetch_add(1, SeqCst);
        panic!("cannot be made")
    });
    static TRIES: AtomicU32 = AtomicU32::new(0);
    let run = || {
        assert!(thread::spawn(|| *LAZY).join().is_err());
        assert!(thread::spawn(|| *LAZY).join().is_err());
        assert_eq!(TRIES.load(SeqCst), 1);
    };
    assert!(model::exhaustive(run).is_complete());
    model::virtual_time(run);
}

#[test]
fn a_panic_while_panicking_ends_the_process_and_both_are_told() {
    let ended = child::run(
        "leftovers::a_panic_while_panicking_ends_the_process_and_both_are_told",
        || {
            model::virtual_time(|| {
                let worker = thread::spawn(|| {
                    let _grenade = Grenade;
                    panic!("the first");
                });
                let _ = worker.join();
            });
        },
    );
    assert!(!ended.status.success());
    assert!(
        ended
            .stderr
            .contains("worker 1 panicked while it was already panicking (the first)")
            && ended.stderr.contains("in a destructor"),
        "{}",
        ended.stderr
    );
}

#[test]
fn more_threads_than_a_search_can_tell_apart_are_run_by_chance() {
    let run = || {
        let threads: Vec<_> = (0..80).map(|_| thread::spawn(|| ())).collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    };
    let explored = model::exhaustive(run);
    assert!(
        !explored.is_complete() && explored.executions > 0,
        "{explored:?}"
    );
    assert_eq!(model::virtual_time(run).threads(), 81);
}
