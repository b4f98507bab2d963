//! What loom cannot, and that it is never told as a failure.

use loom_std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use loom_std::sync::mpsc;
use loom_std::sync::{Arc, Condvar, Mutex, RwLock};
use loom_std::thread;
use loom_std::time::{Duration, Instant};

use super::cannot;

#[test]
fn it_has_no_clock() {
    assert_eq!(
        cannot(|| assert!(Instant::now().elapsed().is_zero())),
        "`Instant::now`: it has no clock"
    );
    let why = cannot(|| {
        let (_sender, receiver) = mpsc::channel::<u32>();
        let _ = receiver.recv_timeout(Duration::from_secs(1));
    });
    assert_eq!(why, "`recv_timeout`: it has no clock");
    let why = cannot(|| {
        let lock = Mutex::new(());
        let _ = Condvar::new().wait_timeout(lock.lock().unwrap(), Duration::from_secs(1));
    });
    assert_eq!(why, "`wait_timeout`: it has no clock");
}

#[test]
fn a_thread_cannot_swallow_that_it_has_none() {
    let why = cannot(|| {
        let _ = thread::spawn(|| Instant::now().elapsed()).join();
    });
    assert_eq!(why, "`Instant::now`: it has no clock");
}

#[test]
fn it_has_five_threads() {
    let start = |count: u32| {
        move || {
            (0..count).for_each(|_| thread::spawn(|| ()).join().unwrap());
        }
    };
    super::holds(start(4));
    assert_eq!(cannot(start(5)), "it has 5 threads, with main");
}

#[test]
fn a_thread_that_nobody_joins_may_wait_for_ever() {
    let why = cannot(|| {
        drop(thread::spawn(thread::park));
    });
    assert!(
        why.starts_with("a thread that nobody joins waits for ever"),
        "{why}"
    );
}

#[test]
fn code_that_differs_from_execution_to_execution_is_no_failure() {
    static RUNS: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let why = cannot(|| {
        let first = RUNS.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
        if first {
            let _ = Mutex::new(0).lock().unwrap();
        } else {
            let _ = AtomicU32::new(0).load(SeqCst);
        }
        let lock = Arc::new(Mutex::new(0));
        let theirs = Arc::clone(&lock);
        let worker = thread::spawn(move || *theirs.lock().unwrap() += 1);
        *lock.lock().unwrap() += 1;
        worker.join().unwrap();
    });
    assert_eq!(why, "the code does not do the same in each execution");
}

#[test]
fn one_thread_that_reads_twice_is_too_much_for_its_rwlock() {
    let why = cannot(|| {
        let lock = RwLock::new(0);
        let _first = lock.read();
        let _second = lock.read();
    });
    assert_eq!(why, "a thread reads an RwLock twice at once");
}

#[test]
fn a_deep_recursion_is_no_failure() {
    fn deep(n: u64) -> u64 {
        let page = [n; 64];
        if n == 0 {
            0
        } else {
            std::hint::black_box(&page)[7] + deep(n - 1)
        }
    }
    let why = cannot(|| assert!(deep(1_000) > 0));
    assert_eq!(
        why,
        "a stack has overflowed, and those of its threads are small"
    );
    super::holds(|| assert!(thread::spawn(|| deep(100)).join().unwrap() > 0));
}

#[test]
fn what_is_used_outside_a_run_says_so() {
    let caught = std::panic::catch_unwind(|| drop(Mutex::new(0)));
    let payload = caught.unwrap_err();
    let text = payload.downcast_ref::<&str>().unwrap();
    assert!(text.starts_with("loom cannot: "), "{text}");
}
