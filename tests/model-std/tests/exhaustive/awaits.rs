//! Loops that wait: what they look at in vain is no interleaving, and what gives up is followed to where it does.

use std::model::{End, OnePass};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use super::{fails, passes, races};
use real::collections::BTreeSet;
use real::sync::{Arc as RealArc, Mutex as RealMutex};
use std::model::FailureKind;

/// What the executions of the program note, each once.
fn notes(program: impl Fn() -> u32 + Send + Sync + 'static) -> BTreeSet<u32> {
    let seen = RealArc::new(RealMutex::new(BTreeSet::new()));
    let noted = seen.clone();
    passes(move || {
        let value = program();
        noted.lock().unwrap().insert(value);
    });
    let seen = seen.lock().unwrap();
    seen.clone()
}

/// Another thread sets the flag; returns what main makes of it.
fn with_a_flag<R>(main: impl FnOnce(&AtomicBool) -> R) -> R {
    let flag = Arc::new(AtomicBool::new(false));
    let theirs = flag.clone();
    let setter = thread::spawn(move || theirs.store(true, SeqCst));
    let result = main(&flag);
    setter.join().unwrap();
    result
}

#[test]
fn a_loop_that_waits_is_followed_to_its_end_and_nothing_is_left_out() {
    let explored = passes(|| with_a_flag(|flag| while !flag.load(SeqCst) {}));
    // One more than there are, if something was left over on the stack where the loop begins.
    assert!(explored.executions <= 2, "{explored:?}");
    assert!(!explored.covered().contains("followed"), "{explored:?}");
}

#[test]
fn a_loop_that_gives_up_is_followed_to_where_it_does() {
    let looks = notes(|| {
        with_a_flag(|flag| {
            let mut looks = 0;
            while looks < 40 && !flag.load(SeqCst) {
                looks += 1;
            }
            looks
        })
    });
    assert_eq!(looks, (0..=40).collect());
}

#[test]
fn whether_a_thread_had_to_wait_is_no_secret_to_itself() {
    let waited = notes(|| {
        with_a_flag(|flag| {
            let mut waited = false;
            while !flag.load(SeqCst) {
                waited = true;
            }
            u32::from(waited)
        })
    });
    assert_eq!(waited, [0, 1].into());
}

#[test]
fn what_a_loop_waits_for_can_take_two_changes() {
    let seen = notes(|| {
        let (one, two) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let (first, second) = (one.clone(), two.clone());
        let threads = [
            thread::spawn(move || first.store(1, SeqCst)),
            thread::spawn(move || {
                second.store(1, SeqCst);
                second.store(2, SeqCst);
            }),
        ];
        let sum = loop {
            let (one, two) = (one.load(SeqCst), two.load(SeqCst));
            if one > 0 && two > 0 {
                break one + two;
            }
        };
        threads.into_iter().for_each(|it| it.join().unwrap());
        sum
    });
    assert_eq!(seen, [2, 3].into());
}

#[test]
fn a_race_behind_a_spin_lock_is_found() {
    races(|| {
        let (locked, total) = (AtomicBool::new(false), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while locked.swap(true, SeqCst) {}
                    let before = total.load(SeqCst);
                    // Given back too soon.
                    locked.store(false, SeqCst);
                    total.store(before + 1, SeqCst);
                });
            }
        });
        assert_eq!(total.load(SeqCst), 2);
    });
}

#[test]
fn a_loop_that_can_never_end_is_a_deadlock_or_a_livelock_in_some_interleaving() {
    let failure = fails(FailureKind::StepLimit, || {
        with_a_flag(|flag| {
            // Whoever comes late waits for ever.
            if flag.load(SeqCst) {
                while flag.load(SeqCst) {}
            }
        });
    });
    assert!(!failure.always, "{failure}");
    assert!(failure.to_string().contains("flag"), "{failure}");
}

/// A loop that waits with the lock for what another thread puts under it ends, and costs no interleavings.
fn ends_soon(is_set: impl Fn(&Mutex<bool>) -> bool + Send + Sync + 'static) {
    let mut ends = BTreeSet::new();
    let work = OnePass::default().run(
        move || {
            let flag = Arc::new(Mutex::new(false));
            let theirs = flag.clone();
            let setter = thread::spawn(move || *theirs.lock().unwrap() = true);
            while !is_set(&flag) {
                thread::yield_now();
            }
            setter.join().unwrap();
        },
        |end| {
            ends.insert(end);
        },
    );
    assert_eq!(ends, [End::Passed].into());
    assert!(work.complete && work.executions <= 4, "{work:?}");
}

#[test]
fn a_thread_that_takes_a_lock_to_look_waits_for_it_to_change() {
    ends_soon(|flag| *flag.lock().unwrap());
}

#[test]
fn a_thread_that_has_the_lock_at_each_try_waits_for_what_is_in_it() {
    ends_soon(|flag| flag.try_lock().is_ok_and(|flag| *flag));
}

/// A notification comes before the time of a wait is up, and a loop elsewhere, or what looks like one, lets its thread go
/// first: that the time is up before is another order.
#[test]
fn that_the_time_of_a_wait_is_up_is_found_from_the_notification_that_ended_it() {
    let ends_of = |naive| {
        let mut ends = BTreeSet::new();
        let pass = OnePass {
            naive,
            ..OnePass::default()
        };
        pass.run(
            || {
                let ours = Arc::new((Mutex::new(false), Condvar::new()));
                let theirs = ours.clone();
                let waits = thread::spawn(move || {
                    let (lock, bell) = &*ours;
                    let guard = lock.lock().unwrap();
                    drop(bell.wait_timeout(guard, Duration::from_secs(1)));
                    let guard = lock.lock().unwrap();
                    drop(bell.wait(guard));
                });
                let rings = thread::spawn(move || theirs.1.notify_one());
                waits.join().unwrap();
                rings.join().unwrap();
            },
            |end| {
                ends.insert(end);
            },
        );
        ends
    };
    assert_eq!(ends_of(true), [End::Passed, End::Deadlock].into());
    assert_eq!(ends_of(false), ends_of(true));
}

#[test]
fn that_a_thread_waits_for_ever_can_be_because_of_who_came_first() {
    let mut ends = BTreeSet::new();
    OnePass::default().run(
        || {
            let free = Arc::new(AtomicU32::new(0));
            let theirs = free.clone();
            let claims =
                thread::spawn(
                    move || {
                        while theirs.compare_exchange(0, 5, SeqCst, SeqCst).is_err() {}
                    },
                );
            free.store(1, SeqCst);
            claims.join().unwrap();
        },
        |end| {
            ends.insert(end);
        },
    );
    assert_eq!(ends, [End::Passed, End::Deadlock].into());
}

/// Two threads set a flag each to 1 and then to 2; what main sees of both, one after the other.
#[test]
fn others_come_between_two_looks_of_one_round() {
    let seen = notes(|| {
        let flags = Arc::new([AtomicU32::new(0), AtomicU32::new(0)]);
        let setter = |at: usize| {
            let flags = flags.clone();
            thread::spawn(move || (1..3).for_each(|value| flags[at].store(value, SeqCst)))
        };
        let setters = [setter(0), setter(1)];
        let seen = loop {
            let (one, other) = (flags[0].load(SeqCst), flags[1].load(SeqCst));
            if one > 0 && other > 0 {
                break one * 10 + other;
            }
        };
        setters.into_iter().for_each(|it| it.join().unwrap());
        seen
    });
    assert_eq!(seen, [11, 12, 21, 22].into());
}

/// What main sees under the lock is older than the flag that it sees next.
#[test]
fn others_come_between_a_look_under_a_lock_and_the_next() {
    let seen = notes(|| {
        let shared = Arc::new((Mutex::new(0), AtomicBool::new(false)));
        let theirs = shared.clone();
        let setter = thread::spawn(move || {
            *theirs.0.lock().unwrap() = 1;
            theirs.1.store(true, SeqCst);
        });
        let seen = loop {
            let number = *shared.0.lock().unwrap();
            if shared.1.load(SeqCst) {
                break number;
            }
        };
        setter.join().unwrap();
        seen
    });
    assert_eq!(seen, [0, 1].into());
}

/// Executions of three threads that take a lock of that kind, each once, and give it back.
fn executions_of<L: Default + Send + Sync + 'static>(lock: fn(&L), unlock: fn(&L)) -> (u64, u64) {
    let work = OnePass::default().run(
        move || {
            let shared = Arc::new(L::default());
            let threads = [(); 3].map(|()| {
                let shared = shared.clone();
                thread::spawn(move || {
                    lock(&shared);
                    unlock(&shared);
                })
            });
            threads.into_iter().for_each(|it| it.join().unwrap());
        },
        |end| assert_eq!(end, End::Passed),
    );
    (work.executions, work.redundant)
}

/// Of as many orders as there are, in each of which every thread gets the lock as soon as it can, and one more that shows
/// that there is a loop.
#[test]
fn a_lock_made_at_home_costs_no_more_than_one_of_std() {
    fn spins(locked: &AtomicBool) {
        while locked.swap(true, SeqCst) {
            std::hint::spin_loop();
        }
    }
    fn claims(locked: &AtomicBool) {
        while locked
            .compare_exchange(false, true, SeqCst, SeqCst)
            .is_err()
        {
            thread::yield_now();
        }
    }
    fn gives_back(locked: &AtomicBool) {
        locked.store(false, SeqCst);
    }
    assert_eq!(executions_of(spins, gives_back), (6, 1));
    assert_eq!(executions_of(claims, gives_back), (6, 1));

    #[derive(Default)]
    struct Tickets(AtomicU32, AtomicU32);
    fn queues(lock: &Tickets) {
        let mine = lock.0.fetch_add(1, SeqCst);
        while lock.1.load(SeqCst) != mine {
            thread::yield_now();
        }
    }
    fn calls_the_next(lock: &Tickets) {
        lock.1.store(lock.1.load(SeqCst) + 1, SeqCst);
    }
    assert_eq!(executions_of(queues, calls_the_next), (6, 1));
}
