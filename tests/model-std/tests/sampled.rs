//! What random schedules find, what they let pass, and that the same seed gives the same.

use std::model::{Coverage, Explored, Failure, FailureKind, Sampled};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// The program passes under so many schedules.
fn passes(executions: u64, program: impl Fn() + Send + Sync + 'static) -> Explored {
    let explored = Sampled::new().executions(executions).run(program);
    let explored = explored.unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(explored.executions, executions);
    explored
}

/// The program fails in this way under one of 2,000 schedules, from whichever of these seeds.
fn fails(kind: FailureKind, program: fn()) -> Box<Failure> {
    let mut failures = (0..5).map(|seed| {
        let run = Sampled::new().executions(2_000).seed(seed).run(program);
        let failure = run.expect_err("some schedule fails");
        assert_eq!(failure.kind, kind, "{failure}");
        failure
    });
    let first = failures.next().unwrap();
    failures.for_each(drop);
    first
}

fn lose_an_update() {
    let count = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
        }
    });
    assert_eq!(count.into_inner(), 2);
}

#[test]
fn a_lost_update_is_found() {
    let failure = fails(FailureKind::Panic, lose_an_update);
    assert!(!failure.always, "{failure}");
    assert!(
        failure.to_string().contains("with one interruption"),
        "the simplest one: {failure}"
    );
}

/// Wrong only if worker 1 does its first step, then worker 2 all of its own, then worker 3, then worker 1 its last.
fn wrong_in_one_order_of_three() {
    let stage = AtomicU32::new(0);
    let advance = |from: u32| {
        let _ = stage.compare_exchange(from, from + 1, SeqCst, SeqCst);
    };
    thread::scope(|scope| {
        scope.spawn(|| {
            advance(0);
            advance(3);
        });
        scope.spawn(|| advance(1));
        scope.spawn(|| advance(2));
    });
    assert_ne!(stage.into_inner(), 4);
}

#[test]
fn a_bug_that_needs_three_threads_in_one_order_is_found() {
    fails(FailureKind::Panic, wrong_in_one_order_of_three);
}

/// The flag is read outside the lock, so that the notification can come in between.
fn lose_a_wake_up() {
    let shared = Arc::new((AtomicBool::new(false), Mutex::new(()), Condvar::new()));
    let theirs = shared.clone();
    let waiter = thread::spawn(move || {
        if !theirs.0.load(SeqCst) {
            let guard = theirs.1.lock().unwrap();
            drop(theirs.2.wait(guard));
        }
    });
    shared.0.store(true, SeqCst);
    shared.2.notify_one();
    waiter.join().unwrap();
}

#[test]
fn a_lost_wake_up_is_found() {
    let failure = fails(FailureKind::Deadlock, lose_a_wake_up);
    assert!(!failure.always, "{failure}");
}

#[test]
fn a_wake_up_for_nothing_is_dealt_out() {
    fails(FailureKind::Panic, || {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = shared.clone();
        let worker = thread::spawn(move || {
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_one();
        });
        let mut ready = shared.0.lock().unwrap();
        if !*ready {
            ready = shared.1.wait(ready).unwrap();
        }
        assert!(*ready, "woken for nothing");
        drop(ready);
        worker.join().unwrap();
    });
}

#[test]
fn a_stale_read_is_dealt_out() {
    use std::sync::atomic::Ordering::Relaxed;
    fails(FailureKind::Panic, || {
        let (value, ready) = (AtomicU32::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                value.store(42, Relaxed);
                ready.store(true, Relaxed);
            });
            if ready.load(Relaxed) {
                assert_eq!(value.load(Relaxed), 42);
            }
        });
    });
}

#[test]
fn whoever_is_notified_is_drawn() {
    fails(FailureKind::Panic, || {
        let shared = Arc::new((Mutex::new((0, None)), Condvar::new()));
        let workers: Vec<_> = (0..2)
            .map(|worker| {
                let shared = shared.clone();
                thread::spawn(move || {
                    let mut state = shared.0.lock().unwrap();
                    state.0 += 1;
                    while state.0 < 3 {
                        state = shared.1.wait(state).unwrap();
                    }
                    state.1.get_or_insert(worker);
                    shared.1.notify_one();
                })
            })
            .collect();
        loop {
            let mut state = shared.0.lock().unwrap();
            if state.0 == 2 {
                state.0 = 3;
                shared.1.notify_one();
                break;
            }
            drop(state);
            thread::yield_now();
        }
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        assert_eq!(shared.0.lock().unwrap().1, Some(0), "the first that waited");
    });
}

#[test]
fn sleeping_orders_nothing() {
    fails(FailureKind::Panic, || {
        let ready = Arc::new(AtomicBool::new(false));
        let theirs = ready.clone();
        let worker = thread::spawn(move || theirs.store(true, SeqCst));
        thread::sleep(Duration::from_secs(3600));
        assert!(ready.load(SeqCst), "an hour was enough");
        worker.join().unwrap();
    });
}

#[test]
fn what_fails_under_every_schedule_is_told_apart() {
    let failure = fails(FailureKind::Panic, || {
        let worker = thread::spawn(|| 1);
        assert_eq!(worker.join().unwrap(), 2);
    });
    assert!(failure.always && failure.executions == 2_000, "{failure:?}");
}

#[test]
fn right_programs_pass() {
    passes(2_000, || {
        let total = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..4).for_each(|_| *total.lock().unwrap() += 1));
            }
        });
        assert_eq!(total.into_inner().unwrap(), 16);
    });
    passes(2_000, || {
        let (sender, receiver) = mpsc::sync_channel(1);
        for base in [10, 20] {
            let sender = sender.clone();
            thread::spawn(move || (1..=3).for_each(|number| sender.send(base + number).unwrap()));
        }
        drop(sender);
        assert_eq!(receiver.iter().sum::<i32>(), 102);
    });
    passes(2_000, || {
        let shared = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
        let theirs = shared.clone();
        let worker = thread::spawn(move || {
            for item in 0..3 {
                theirs.0.lock().unwrap().push(item);
                theirs.1.notify_one();
            }
        });
        let mut items = shared.0.lock().unwrap();
        while items.len() < 3 {
            items = shared.1.wait(items).unwrap();
        }
        assert_eq!(*items, [0, 1, 2]);
        drop(items);
        worker.join().unwrap();
    });
}

/// Threads that go on for as long as another has not done its part, each in a way of its own.
#[test]
fn spins_and_polls_end() {
    let waits: [fn(&AtomicBool, &AtomicU32); 5] = [
        |done, _| while !done.load(SeqCst) {},
        |done, _| {
            while !done.load(SeqCst) {
                thread::sleep(Duration::from_millis(10));
            }
        },
        |done, _| {
            while !done.load(SeqCst) {
                thread::park_timeout(Duration::from_millis(10));
            }
        },
        // Changes something each time, so that it does not count as spinning.
        |done, rounds| {
            while !done.load(SeqCst) {
                rounds.fetch_add(1, SeqCst);
            }
        },
        |done, rounds| {
            while !done.load(SeqCst) {
                rounds.fetch_add(1, SeqCst);
                thread::yield_now();
            }
        },
    ];
    for wait in waits {
        passes(300, move || {
            let (done, rounds) = (AtomicBool::new(false), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| wait(&done, &rounds));
                scope.spawn(|| wait(&done, &rounds));
                scope.spawn(|| done.store(true, SeqCst));
            });
        });
    }
}

#[test]
fn time_outs_in_a_loop_end() {
    passes(300, || {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(1).unwrap());
        while receiver.recv_timeout(Duration::from_millis(10)).is_err() {}
    });
    passes(300, || {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = shared.clone();
        let worker = thread::spawn(move || {
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_one();
        });
        let mut ready = shared.0.lock().unwrap();
        while !*ready {
            let wait = shared.1.wait_timeout(ready, Duration::from_millis(10));
            ready = wait.unwrap().0;
        }
        drop(ready);
        while !worker.is_finished() {
            thread::yield_now();
        }
    });
}

#[test]
fn what_never_ends_is_reported() {
    let spins = fails(FailureKind::StepLimit, || {
        let count = AtomicU32::new(0);
        while count.load(SeqCst) == 0 {}
    });
    assert!(spins.message.contains("main spins at"), "{spins}");
}

#[test]
fn more_than_sixty_four_threads_are_run() {
    let join_all = |per_thread: fn(&AtomicU32)| {
        move || {
            let count = AtomicU32::new(0);
            thread::scope(|scope| {
                for _ in 0..200 {
                    scope.spawn(|| per_thread(&count));
                }
            });
            assert_eq!(count.into_inner(), 200);
        }
    };
    passes(
        100,
        join_all(|count| {
            count.fetch_add(1, SeqCst);
        }),
    );
    let wrong = join_all(|count| count.store(count.load(SeqCst) + 1, SeqCst));
    let failure = Sampled::new().executions(100).run(wrong).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
}

/// What each execution of a run saw, in order.
fn outcomes(sampled: Sampled) -> Vec<Vec<u32>> {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(Vec::new()));
    let notes = seen.clone();
    let run = sampled.run(move || {
        let order = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for name in 0..4 {
                let order = &order;
                scope.spawn(move || (0..2).for_each(|_| order.lock().unwrap().push(name)));
            }
        });
        notes.lock().unwrap().push(order.into_inner().unwrap());
    });
    run.unwrap();
    real::mem::take(&mut seen.lock().unwrap())
}

#[test]
fn a_seed_decides_every_schedule() {
    let run = || Sampled::new().executions(300);
    assert_eq!(outcomes(run()), outcomes(run()));
    assert_ne!(outcomes(run()), outcomes(run().seed(1)));
    let beginning = outcomes(run().executions(100));
    assert_eq!(outcomes(run())[..100], beginning, "more only adds to it");
}

#[test]
fn many_different_schedules_are_drawn() {
    let seen: real::collections::BTreeSet<_> = outcomes(Sampled::new().executions(2_000))
        .into_iter()
        .collect();
    assert!(seen.len() > 300, "{} of 2,520", seen.len());
}

#[test]
fn the_budget_in_executions_is_honoured_and_said() {
    let explored = passes(1_234, || drop(thread::spawn(|| {})));
    assert_eq!(explored.covered(), "1,234 random schedules");
    assert_eq!(
        (explored.is_complete(), explored.coverage),
        (false, Coverage::Sample)
    );
    let none = Sampled::new().budget(Duration::ZERO).run(|| {}).unwrap();
    assert_eq!(none.covered(), "0 random schedules (budget spent)");
}

#[test]
#[should_panic(expected = "left: 1\n right: 2")]
fn the_short_form_panics_with_the_report() {
    std::model::sampled(lose_an_update, 1_000);
}
