//! Programs on every kind of object, with exactly what they can do: first under one order of all operations, which
//! shuttle must find as well, then in the full pass.

use super::{DEADLOCK, full, sc, set, shuttle};

/// A program, and its outcomes in one order of everything and in the full pass.
macro_rules! litmus {
    ($($(#[$doc:meta])* $name:ident => $sc:expr, $full:expr; $body:block)*) => {$(
        $(#[$doc])*
        #[test]
        fn $name() {
            fn here() -> Vec<usize> {
                litmus!(@with model_std $body)
            }
            fn there() -> Vec<usize> {
                litmus!(@with shuttle $body)
            }
            assert_eq!(sc(here), set(&$sc), "one order");
            assert_eq!(full(here), set(&$full), "full");
            // Shuttle ends at the first deadlock.
            let expected = set(&$sc);
            if !expected.contains(DEADLOCK) {
                assert_eq!(shuttle(there), expected, "shuttle");
            }
        }
    )*};
    (@with $library:ident $body:block) => {{
        #[expect(unused_imports, reason = "no program uses everything")]
        use {
            ::std::sync::Arc,
            ::std::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst},
            ::$library::sync::atomic::AtomicUsize,
            ::$library::sync::mpsc::{self, TryRecvError},
            ::$library::sync::{Barrier, Condvar, Mutex, Once, RwLock},
            ::$library::thread,
        };
        $body
    }};
}

const EMPTY: usize = 7;
const GONE: usize = 9;

litmus! {
    /// Each thread stores 1 in its own and 2 in the other's. Were both 1 at the end, each thread's 2 would have come before
    /// the other's 1, which came before that thread's 2: a circle. (Relaxed stores of C++20 may do it; see `weak`.)
    two_stores_each_cannot_both_be_overtaken => [&[1, 2], &[2, 1], &[2, 2]], [&[1, 2], &[2, 1], &[2, 2]]; {
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            theirs.0.store(1, SeqCst);
            theirs.1.store(2, SeqCst);
        });
        shared.1.store(1, SeqCst);
        shared.0.store(2, SeqCst);
        other.join().unwrap();
        vec![shared.0.load(SeqCst), shared.1.load(SeqCst)]
    }

    /// A store after a load of the same variable comes later than what was loaded: not (2, 2).
    a_store_comes_after_what_its_thread_has_read => [&[0, 1], &[0, 2], &[2, 1]], [&[0, 1], &[0, 2], &[2, 1]]; {
        let shared = Arc::new(AtomicUsize::new(0));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            let seen = theirs.load(SeqCst);
            theirs.store(1, SeqCst);
            seen
        });
        shared.store(2, SeqCst);
        let seen = other.join().unwrap();
        vec![seen, shared.load(SeqCst)]
    }

    /// Two stores of one thread take effect in their order, and a join makes both known.
    the_later_store_of_a_thread_stays => [&[2]], [&[2]]; {
        let shared = Arc::new(AtomicUsize::new(0));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            theirs.store(1, Relaxed);
            theirs.store(2, Relaxed);
        });
        other.join().unwrap();
        vec![shared.load(Relaxed)]
    }

    /// Adding by one operation loses nothing, however relaxed.
    adding_in_one_operation_loses_nothing => [&[2]], [&[2]]; {
        let shared = Arc::new(AtomicUsize::new(0));
        let theirs = shared.clone();
        let other = thread::spawn(move || theirs.fetch_add(1, Relaxed));
        shared.fetch_add(1, Relaxed);
        other.join().unwrap();
        vec![shared.load(Relaxed)]
    }

    /// Who sees the flag set has acquired what was stored before.
    double_checked_initialising_works => [&[42, 42]], [&[42, 42]]; {
        let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(())));
        let get = |shared: &(AtomicUsize, AtomicUsize, Mutex<()>)| {
            if shared.1.load(Acquire) == 0 {
                let _guard = shared.2.lock().unwrap();
                if shared.1.load(Relaxed) == 0 {
                    shared.0.store(42, Relaxed);
                    shared.1.store(1, Release);
                }
            }
            shared.0.load(Relaxed)
        };
        let theirs = shared.clone();
        let other = thread::spawn(move || get(&theirs));
        let mine = get(&shared);
        vec![other.join().unwrap(), mine]
    }

    /// A notification that comes before the wait is lost; in the full pass the waiter may still wake by itself.
    a_notification_before_the_wait_is_lost => [&[1], DEADLOCK], [&[1], DEADLOCK]; {
        let shared = Arc::new((Mutex::new(()), Condvar::new()));
        let theirs = shared.clone();
        let notifier = thread::spawn(move || theirs.1.notify_one());
        let guard = shared.0.lock().unwrap();
        drop(shared.1.wait(guard).unwrap());
        notifier.join().unwrap();
        vec![1]
    }

    /// Asking `if` where `while` is needed: only a wake-up for no reason shows it.
    a_wait_can_return_for_no_reason => [&[1]], [&[0], &[1]]; {
        let shared = Arc::new((Mutex::new(0), Condvar::new()));
        let theirs = shared.clone();
        let setter = thread::spawn(move || {
            *theirs.0.lock().unwrap() = 1;
            theirs.1.notify_one();
        });
        let mut guard = shared.0.lock().unwrap();
        if *guard == 0 {
            guard = shared.1.wait(guard).unwrap();
        }
        let seen = *guard;
        drop(guard);
        setter.join().unwrap();
        vec![seen]
    }

    /// A message is received before the sender's going is noticed.
    a_channel_is_empty_then_full_then_gone =>
        [&[EMPTY, EMPTY], &[EMPTY, 1], &[1, EMPTY], &[1, GONE]],
        [&[EMPTY, EMPTY], &[EMPTY, 1], &[1, EMPTY], &[1, GONE]]; {
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || {
            sender.send(1).unwrap();
            // Shuttle lets nobody in before a sender is dropped.
            thread::yield_now();
            drop(sender);
        });
        let look = || match receiver.try_recv() {
            Ok(message) => message,
            Err(TryRecvError::Empty) => EMPTY,
            Err(TryRecvError::Disconnected) => GONE,
        };
        let seen = vec![look(), look()];
        other.join().unwrap();
        seen
    }

    /// A send fails once the receiver has gone.
    a_send_can_come_too_late => [&[0], &[1]], [&[0], &[1]]; {
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || usize::from(sender.send(1).is_err()));
        thread::yield_now();
        drop(receiver);
        vec![other.join().unwrap()]
    }

    /// A send on a rendezvous channel returns only when the receiver has come.
    a_rendezvous_waits_for_the_receiver => [&[0, 1]], [&[0, 1]]; {
        let (sender, receiver) = mpsc::sync_channel(0);
        let shared = Arc::new(AtomicUsize::new(0));
        let theirs = shared.clone();
        let other = thread::spawn(move || {
            sender.send(1).unwrap();
            theirs.store(1, SeqCst);
        });
        let before = shared.load(SeqCst);
        let message = receiver.recv().unwrap();
        other.join().unwrap();
        vec![before, message]
    }

    /// One of two is the leader, whichever came last.
    a_barrier_has_one_leader => [&[0, 1], &[1, 0]], [&[0, 1], &[1, 0]]; {
        let barrier = Arc::new(Barrier::new(2));
        let theirs = barrier.clone();
        let other = thread::spawn(move || usize::from(theirs.wait().is_leader()));
        // Shuttle lets nobody in before a wait that has to wait.
        thread::yield_now();
        let mine = usize::from(barrier.wait().is_leader());
        vec![other.join().unwrap(), mine]
    }

    /// One of two runs the closure; the other waits until that is done.
    a_once_runs_once => [&[1, 0, 5, 5], &[0, 1, 5, 5]], [&[1, 0, 5, 5], &[0, 1, 5, 5]]; {
        let shared = Arc::new((Once::new(), AtomicUsize::new(0)));
        let call = |shared: &(Once, AtomicUsize)| {
            let mut ran = 0;
            shared.0.call_once(|| {
                shared.1.store(5, Relaxed);
                ran = 1;
            });
            (ran, shared.1.load(Relaxed))
        };
        let theirs = shared.clone();
        let other = thread::spawn(move || call(&theirs));
        let mine = call(&shared);
        let theirs = other.join().unwrap();
        vec![theirs.0, mine.0, theirs.1, mine.1]
    }

    /// A writer is alone: it finds readers in the way or not.
    try_write_finds_a_reader_or_not => [&[0], &[1]], [&[0], &[1]]; {
        let lock = Arc::new(RwLock::new(0));
        let theirs = lock.clone();
        let reader = thread::spawn(move || *theirs.read().unwrap());
        let got = usize::from(lock.try_write().is_ok());
        reader.join().unwrap();
        vec![got]
    }
}
