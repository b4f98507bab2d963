//! Small programs after public reports of bugs, each with what the documentation of std says that it does.

use std::model::FailureKind::Deadlock;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, fence};
use std::sync::{Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, Weak, mpsc};
use std::thread;

use super::{fails, passes, races};

/// Runs both at once.
fn both(one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
    thread::scope(|scope| {
        scope.spawn(one);
        scope.spawn(other);
    });
}

#[test]
fn what_initialises_itself_waits_for_itself() {
    fails(Deadlock, || {
        let once = Once::new();
        once.call_once(|| once.call_once(|| ()));
    });
    fails(Deadlock, || {
        let cell = OnceLock::new();
        cell.get_or_init(|| *cell.get_or_init(|| 1));
    });
}

#[test]
fn two_lazy_values_that_need_each_other_deadlock() {
    let failure = fails(Deadlock, || {
        static ONE: LazyLock<u32> = LazyLock::new(|| 1 + *TWO.wait());
        static TWO: OnceLock<u32> = OnceLock::new();
        both(
            || {
                TWO.get_or_init(|| 1 + *ONE);
            },
            || assert!(*ONE > 0),
        );
    });
    assert!(failure.always, "{failure}");
}

#[test]
fn a_reader_that_wants_to_write_waits_for_itself() {
    let failure = fails(Deadlock, || {
        let lock = RwLock::new(0);
        let read = lock.read().unwrap();
        *lock.write().unwrap() = *read + 1;
    });
    assert!(failure.always, "{failure}");
}

#[test]
fn a_reader_that_reads_again_may_meet_a_writer_in_between() {
    let failure = fails(Deadlock, || {
        let lock = RwLock::new(0);
        both(
            || {
                let first = lock.read().unwrap();
                let second = lock.read().unwrap();
                assert_eq!(*first, *second);
            },
            || *lock.write().unwrap() += 1,
        );
    });
    assert!(!failure.always, "{failure}");
}

#[test]
fn a_barrier_that_one_too_few_come_to_never_opens() {
    let failure = fails(Deadlock, || {
        let barrier = Barrier::new(3);
        let come = || {
            barrier.wait();
        };
        both(come, come);
    });
    assert!(failure.always, "{failure}");
}

#[test]
fn a_barrier_of_two_whose_three_users_come_twice_is_met_by_chance() {
    fails(Deadlock, || {
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            (0..3).for_each(|_| {
                scope.spawn(|| barrier.wait());
            });
        });
    });
}

#[test]
fn a_rendezvous_with_oneself_never_comes_about() {
    fails(Deadlock, || {
        let (sender, receiver) = mpsc::sync_channel(0);
        sender.send(1).unwrap();
        receiver.recv().unwrap();
    });
    passes(|| {
        let (sender, receiver) = mpsc::sync_channel(0);
        both(
            move || assert!(sender.send(1).is_ok() && sender.send(2).is_ok()),
            move || assert_eq!(receiver.iter().collect::<Vec<_>>(), [1, 2]),
        );
    });
}

#[test]
fn a_clone_of_the_sender_kept_by_the_reader_keeps_it_waiting() {
    fails(Deadlock, || {
        let (sender, receiver) = mpsc::channel();
        let theirs = sender.clone();
        thread::spawn(move || theirs.send(1).unwrap());
        assert_eq!(receiver.iter().sum::<u32>(), 1);
        drop(sender);
    });
}

/// Puts a number into an empty slot, or takes it out of a full one, and wakes one thread.
fn put_or_take((slot, changed): &(Mutex<bool>, Condvar), puts: bool) {
    let mut full = slot.lock().unwrap();
    while *full == puts {
        full = changed.wait(full).unwrap();
    }
    *full = puts;
    changed.notify_one();
}

#[test]
fn one_condvar_for_two_kinds_of_waiters_needs_notify_all() {
    let program = |takers: usize| {
        move || {
            let shared = (Mutex::new(false), Condvar::new());
            thread::scope(|scope| {
                (0..2).for_each(|_| drop(scope.spawn(|| put_or_take(&shared, true))));
                for _ in 0..takers {
                    scope.spawn(|| (0..2 / takers).for_each(|_| put_or_take(&shared, false)));
                }
            });
        }
    };
    // With one taker, all that wait while it takes wait for room.
    passes(program(1));
    let failure = fails(Deadlock, program(2));
    assert!(!failure.always, "{failure}");
}

#[test]
fn a_token_taken_by_another_park_is_gone() {
    let program = |looks: bool| {
        move || {
            let (done, main) = (Arc::new(AtomicBool::new(false)), thread::current());
            let theirs = done.clone();
            let worker = thread::spawn(move || {
                theirs.store(true, Release);
                main.unpark();
            });
            // Something called in between that parks for reasons of its own.
            thread::current().unpark();
            thread::park();
            while looks && !done.load(Acquire) {
                thread::park();
            }
            if !looks {
                thread::park();
            }
            worker.join().unwrap();
        }
    };
    passes(program(true));
    fails(Deadlock, program(false));
}

#[test]
fn a_message_is_published_by_release_and_acquire_or_by_fences() {
    let program = |store: fn(&AtomicBool), load: fn(&AtomicBool) -> bool| {
        move || {
            let (data, ready) = (AtomicU32::new(0), AtomicBool::new(false));
            both(
                || {
                    data.store(7, Relaxed);
                    store(&ready);
                },
                || {
                    if load(&ready) {
                        assert_eq!(data.load(Relaxed), 7);
                    }
                },
            );
        }
    };
    passes(program(|it| it.store(true, Release), |it| it.load(Acquire)));
    passes(program(
        |it| {
            fence(Release);
            it.store(true, Relaxed);
        },
        |it| {
            let seen = it.load(Relaxed);
            fence(Acquire);
            seen
        },
    ));
    races(program(|it| it.store(true, Relaxed), |it| it.load(Acquire)));
    races(program(|it| it.store(true, Release), |it| it.load(Relaxed)));
    // A fence after the store, or before the load, comes too late or too early.
    races(program(
        |it| {
            it.store(true, Relaxed);
            fence(Release);
        },
        |it| it.load(Acquire),
    ));
}

#[test]
fn a_release_sequence_goes_on_through_what_others_add() {
    passes(|| {
        let (data, flag) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(7, Relaxed);
                flag.store(1, Release);
            });
            scope.spawn(|| flag.fetch_add(1, Relaxed));
            if flag.load(Acquire) == 2 {
                assert_eq!(data.load(Relaxed), 7);
            }
        });
    });
}

#[test]
fn of_two_that_raise_their_flag_and_look_one_sees_the_other() {
    let program = |store, load| {
        move || {
            let flags = [AtomicBool::new(false), AtomicBool::new(false)];
            let entered = AtomicU32::new(0);
            let enter = |me: usize| {
                flags[me].store(true, store);
                if !flags[1 - me].load(load) {
                    entered.fetch_add(1, Relaxed);
                }
            };
            both(|| enter(0), || enter(1));
            assert!(entered.into_inner() < 2);
        }
    };
    passes(program(SeqCst, SeqCst));
    races(program(Release, Acquire));
}

#[test]
fn a_loop_of_compare_exchange_loses_nothing_and_one_attempt_may() {
    let add = |total: &AtomicU64| {
        let mut seen = total.load(Relaxed);
        while let Err(now) = total.compare_exchange_weak(seen, seen + 1, AcqRel, Relaxed) {
            seen = now;
        }
    };
    passes(move || {
        let total = AtomicU64::new(0);
        both(|| add(&total), || add(&total));
        assert_eq!(total.into_inner(), 2);
    });
    races(|| {
        let total = AtomicU64::new(0);
        let try_once = || {
            let seen = total.load(Relaxed);
            let _ = total.compare_exchange(seen, seen + 1, AcqRel, Relaxed);
        };
        both(try_once, try_once);
        assert_eq!(total.into_inner(), 2);
    });
    passes(|| {
        let total = AtomicU64::new(0);
        let add = || {
            total
                .fetch_update(AcqRel, Relaxed, |n| Some(n + 1))
                .unwrap();
        };
        both(add, add);
        assert_eq!(total.into_inner(), 2);
    });
}

#[test]
fn a_value_that_came_back_deceives_a_compare_exchange() {
    races(|| {
        let (head, taken) = (AtomicUsize::new(1), AtomicUsize::new(0));
        both(
            || {
                let seen = head.load(SeqCst);
                let others = taken.load(SeqCst);
                if head.compare_exchange(seen, 5, SeqCst, SeqCst).is_ok() {
                    assert_eq!(taken.load(SeqCst), others, "nothing has happened meanwhile");
                }
            },
            || {
                head.store(2, SeqCst);
                taken.fetch_add(1, SeqCst);
                head.store(1, SeqCst);
            },
        );
    });
}

#[test]
fn a_count_that_was_looked_at_promises_nothing() {
    races(|| {
        let arc = Arc::new(1);
        let weak = Arc::downgrade(&arc);
        both(
            move || drop(arc),
            move || {
                if weak.strong_count() > 0 {
                    weak.upgrade().unwrap();
                }
            },
        );
    });
    passes(|| {
        let arc = Arc::new(AtomicU32::new(0));
        let weak = Arc::downgrade(&arc);
        let other = thread::spawn(move || {
            arc.store(1, Relaxed);
        });
        let seen = weak.upgrade();
        other.join().unwrap();
        drop(seen);
        assert_eq!(Weak::strong_count(&weak), 0);
    });
}

fn count(total: &AtomicU32, it_is: bool) {
    total.fetch_add(it_is.into(), Relaxed);
}

#[test]
fn only_one_of_two_gets_the_value_and_try_unwrap_may_give_it_to_nobody() {
    passes(|| {
        let (one, got) = (Arc::new(()), AtomicU32::new(0));
        let other = one.clone();
        both(
            || count(&got, Arc::into_inner(one).is_some()),
            || count(&got, Arc::into_inner(other).is_some()),
        );
        assert_eq!(got.into_inner(), 1);
    });
    races(|| {
        let (one, got) = (Arc::new(()), AtomicU32::new(0));
        let other = one.clone();
        both(
            || count(&got, Arc::try_unwrap(one).is_ok()),
            || count(&got, Arc::try_unwrap(other).is_ok()),
        );
        assert_eq!(got.into_inner(), 1);
    });
}

#[test]
fn a_forgotten_guard_is_a_lock_that_nobody_opens() {
    let failure = fails(Deadlock, || {
        let lock = Mutex::new(0);
        both(
            || real::mem::forget(lock.lock()),
            || *lock.lock().unwrap() += 1,
        );
    });
    assert!(!failure.always, "{failure}");
}

#[test]
fn what_is_looked_at_outside_of_the_lock_may_be_initialised_twice() {
    let program = |again: bool| {
        move || {
            let (made, count, lock) = (AtomicBool::new(false), AtomicU32::new(0), Mutex::new(()));
            let get = || {
                if !made.load(Acquire) {
                    let _guard = lock.lock().unwrap();
                    if !again || !made.load(Acquire) {
                        count.fetch_add(1, Relaxed);
                        made.store(true, Release);
                    }
                }
            };
            both(get, get);
            assert_eq!(count.into_inner(), 1);
        }
    };
    passes(program(true));
    races(program(false));
}

#[test]
fn a_thread_local_that_locks_when_it_is_dropped_meets_who_joins_under_the_lock() {
    struct Locks(Arc<Mutex<u32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
        }
    }
    thread_local!(static LOCKS: std::cell::RefCell<Option<Locks>> = const { std::cell::RefCell::new(None) });
    let program = |held: bool| {
        move || {
            let lock = Arc::new(Mutex::new(0));
            let theirs = lock.clone();
            let worker = thread::spawn(move || LOCKS.set(Some(Locks(theirs))));
            let guard = held.then(|| lock.lock().unwrap());
            worker.join().unwrap();
            drop(guard);
            assert_eq!(*lock.lock().unwrap(), 1);
        }
    };
    passes(program(false));
    fails(Deadlock, program(true));
}

#[test]
fn a_panic_of_the_first_initialiser_leaves_the_work_to_the_second() {
    passes(|| {
        let cell = OnceLock::new();
        let fails = || {
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                cell.get_or_init(|| panic!("the first"))
            }));
        };
        both(fails, || assert_eq!(*cell.get_or_init(|| 2), 2));
        assert_eq!(cell.into_inner(), Some(2));
    });
}

#[test]
fn a_finished_thread_has_done_what_it_did() {
    passes(|| {
        let data = Arc::new(AtomicU32::new(0));
        let theirs = data.clone();
        let worker = thread::spawn(move || theirs.store(1, Relaxed));
        if worker.is_finished() {
            assert_eq!(data.load(Relaxed), 1);
        }
        worker.join().unwrap();
        assert_eq!(data.load(Relaxed), 1);
    });
}

#[test]
fn a_receiver_that_leaves_makes_a_send_fail_by_chance() {
    races(|| {
        let (sender, receiver) = mpsc::channel();
        both(move || sender.send(1).unwrap(), move || drop(receiver));
    });
}
