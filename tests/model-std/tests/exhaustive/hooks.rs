//! Panic hooks in a search: other threads run, and panic, while a hook does, and each execution begins without one.

use std::model::{FailureKind, VirtualTime};
use std::panic;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use super::{fails, passes, races};

/// Runs `body` in two threads, both of which end.
fn both(body: impl Fn() + Clone + Send + 'static) {
    let threads = [thread::spawn(body.clone()), thread::spawn(body)];
    threads.into_iter().for_each(|thread| _ = thread.join());
}

#[test]
fn threads_that_panic_at_once_each_call_the_hook() {
    let explored = passes(|| {
        let seen = Arc::new(Mutex::new(0));
        let notes = seen.clone();
        panic::set_hook(Box::new(move |_| *notes.lock().unwrap() += 1));
        both(|| panic!("each"));
        assert_eq!(*seen.lock().unwrap(), 2);
    });
    assert!(explored.executions >= 2, "{explored:?}");
}

#[test]
fn a_race_inside_a_hook_is_found() {
    races(|| {
        let seen = Arc::new(AtomicU32::new(0));
        let notes = seen.clone();
        panic::set_hook(Box::new(move |_| {
            notes.store(notes.load(SeqCst) + 1, SeqCst)
        }));
        both(|| panic!("each"));
        assert_eq!(seen.load(SeqCst), 2, "both are counted");
    });
}

#[test]
fn a_hook_that_is_set_too_late_misses_a_panic_in_some_order() {
    races(|| {
        let seen = Arc::new(AtomicU32::new(0));
        let worker = thread::spawn(|| panic!("early"));
        let notes = seen.clone();
        panic::set_hook(Box::new(move |_| _ = notes.fetch_add(1, SeqCst)));
        let _ = worker.join();
        assert_eq!(seen.load(SeqCst), 1);
    });
}

#[test]
fn a_hook_that_needs_a_lock_of_its_thread_is_a_deadlock() {
    let failure = fails(FailureKind::Deadlock, || {
        let lock = Arc::new(Mutex::new(0));
        let theirs = lock.clone();
        panic::set_hook(Box::new(move |_| *theirs.lock().unwrap() += 1));
        let _guard = lock.lock();
        panic!("with the lock held");
    });
    assert!(
        failure.message.contains("that it holds itself"),
        "{failure}"
    );
    // And the process is none the worse.
    passes(|| assert!(thread::spawn(|| panic!("as usual")).join().is_err()));
}

#[test]
fn a_panic_inside_the_hook_ends_the_run() {
    let program = || {
        panic::set_hook(Box::new(|_| panic!("in the hook")));
        let _ = thread::spawn(|| panic!("first")).join();
    };
    for _ in 0..3 {
        let failure = fails(FailureKind::Exit, program);
        let told = "the panic hook itself panicked, which ends the process: worker 1 panicked at \
                    tests/exhaustive/hooks.rs:";
        assert!(failure.message.starts_with(told), "{failure}");
        assert!(failure.message.ends_with(": in the hook"), "{failure}");
        let failure = VirtualTime::new().run(program).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Exit, "{failure}");
    }
    passes(|| assert!(panic::catch_unwind(|| panic!("as usual")).is_err()));
}

#[test]
fn a_thread_that_is_let_out_of_its_hook_does_nothing_more() {
    static AFTER: real::sync::atomic::AtomicU32 = real::sync::atomic::AtomicU32::new(0);
    struct Looks(Arc<Mutex<u32>>);
    impl Drop for Looks {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
            AFTER.fetch_add(1, real::sync::atomic::Ordering::Relaxed);
        }
    }
    fails(FailureKind::Deadlock, || {
        let lock = Arc::new(Mutex::new(0));
        let theirs = lock.clone();
        panic::set_hook(Box::new(move |_| *theirs.lock().unwrap() += 1));
        let guard = lock.lock().unwrap();
        let looks = Looks(lock.clone());
        let worker = thread::spawn(move || {
            let _looks = looks;
            panic!("the hook waits for main, which waits for this");
        });
        _ = worker.join();
        drop(guard);
    });
    assert_eq!(AFTER.load(real::sync::atomic::Ordering::Relaxed), 0);
}

#[test]
fn each_execution_begins_with_the_default_hook() {
    static CALLS: real::sync::atomic::AtomicU32 = real::sync::atomic::AtomicU32::new(0);
    passes(|| {
        CALLS.store(0, real::sync::atomic::Ordering::Relaxed);
        assert!(panic::catch_unwind(|| panic!("no hook yet")).is_err());
        assert_eq!(CALLS.load(real::sync::atomic::Ordering::Relaxed), 0);
        panic::set_hook(Box::new(|_| {
            CALLS.fetch_add(1, real::sync::atomic::Ordering::Relaxed);
        }));
        both(|| panic!("each"));
        assert_eq!(CALLS.load(real::sync::atomic::Ordering::Relaxed), 2);
    });
}

#[test]
fn a_hook_goes_before_the_statics_it_borrows() {
    static TEXT: OnceLock<String> = OnceLock::new();
    static SEEN: real::sync::Mutex<Vec<String>> = real::sync::Mutex::new(Vec::new());
    struct Borrows(&'static str);
    impl Drop for Borrows {
        fn drop(&mut self) {
            SEEN.lock().unwrap().push(self.0.to_owned());
        }
    }
    passes(|| {
        let text = TEXT.get_or_init(|| "a text of so many letters that it lies on the heap".into());
        let borrows = Borrows(text);
        panic::set_hook(Box::new(move |_| assert!(!borrows.0.is_empty())));
    });
    let seen = SEEN.lock().unwrap();
    assert!(
        !seen.is_empty() && seen.iter().all(|text| text.ends_with("heap")),
        "{seen:?}"
    );
}

#[test]
fn who_sets_a_hook_waits_for_one_that_runs() {
    let failure = fails(FailureKind::Deadlock, || {
        let gate = Arc::new(Mutex::new(()));
        let closed = gate.lock().unwrap();
        let theirs = gate.clone();
        panic::set_hook(Box::new(move |_| drop(theirs.lock())));
        let worker = thread::spawn(|| panic!("held up"));
        panic::set_hook(Box::new(|_| ()));
        drop(closed);
        let _ = worker.join();
    });
    assert!(failure.message.contains("panic hook"), "{failure}");
}
