//! What is made once, and barriers.

use loom_std::panic::catch_unwind;
use loom_std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use loom_std::sync::{Arc, Barrier, LazyLock, Once, OnceLock};
use loom_std::thread;

use super::{deadlocks, holds};

#[test]
fn a_once_runs_once_and_all_see_what_it_did() {
    holds(|| {
        let (once, count) = (Once::new(), AtomicU32::new(0));
        let call = || {
            once.call_once(|| assert_eq!(count.fetch_add(1, SeqCst), 0));
            assert_eq!(count.load(SeqCst), 1);
        };
        thread::scope(|scope| {
            scope.spawn(call);
            call();
        });
        assert!(once.is_completed());
    });
}

#[test]
fn a_once_is_poisoned_by_a_panic() {
    holds(|| {
        let once = Once::new();
        catch_unwind(|| once.call_once(|| panic!("first"))).unwrap_err();
        assert!(!once.is_completed());
        catch_unwind(|| once.call_once(|| ())).unwrap_err();
        once.call_once_force(|state| assert!(state.is_poisoned()));
        assert!(once.is_completed());
    });
}

#[test]
fn of_two_that_set_one_wins() {
    holds(|| {
        let lock = Arc::new(OnceLock::new());
        let theirs = Arc::clone(&lock);
        let worker = thread::spawn(move || theirs.set(1));
        let ours = lock.set(2);
        let theirs = worker.join().unwrap();
        match lock.get() {
            Some(1) => assert_eq!((theirs, ours), (Ok(()), Err(2))),
            Some(2) => assert_eq!((theirs, ours), (Err(1), Ok(()))),
            other => panic!("neither is set: {other:?}"),
        }
        assert_eq!(OnceLock::<u32>::new().get_or_init(|| 5), &5);
    });
}

#[test]
fn a_lazy_value_is_made_once() {
    holds(|| {
        let count = Arc::new(AtomicU32::new(0));
        let theirs = Arc::clone(&count);
        let lazy = LazyLock::new(move || theirs.fetch_add(1, SeqCst) + 7);
        thread::scope(|scope| {
            scope.spawn(|| assert_eq!(*lazy, 7));
            assert_eq!(*lazy, 7);
        });
        assert_eq!(count.load(SeqCst), 1);
    });
}

#[test]
fn a_barrier_lets_all_go_at_once_and_has_one_leader_each_time() {
    holds(|| {
        let (barrier, leaders) = (Barrier::new(2), AtomicU32::new(0));
        let meet = || {
            if barrier.wait().is_leader() {
                leaders.fetch_add(1, SeqCst);
            }
        };
        thread::scope(|scope| {
            scope.spawn(meet);
            meet();
        });
        assert_eq!(leaders.load(SeqCst), 1);
    });
    let message = deadlocks(|| assert!(Barrier::new(2).wait().is_leader()));
    assert!(message.contains("main waits for a Barrier"), "{message}");
}
