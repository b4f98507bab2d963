//! A failure that was found once is run again from its schedule, to the byte; and what is said if the program has changed.

use std::model::{
    BadSchedule, Exhaustive, Failure, FailureKind, Replayed, Sampled, Style, VirtualTime, replay,
};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// All that a failure tells of its execution.
fn told(failure: &Failure) -> String {
    let Failure {
        kind,
        message,
        panics,
        trace,
        timeline,
        schedule,
        ..
    } = failure;
    let shown = [failure.to_string(), failure.svg()];
    format!("{kind:?} {message} {schedule} {panics:#?}{trace:#?}{timeline:#?}{shown:#?}")
}

/// The failure of the program under this schedule.
fn again(schedule: &str, program: impl Fn() + Send + Sync + 'static) -> Box<Failure> {
    match replay(program, schedule) {
        Ok(Replayed::Failed(failure)) => failure,
        other => panic!("{schedule}: {other:?}"),
    }
}

fn diverges(schedule: &str, program: impl Fn() + Send + Sync + 'static) -> String {
    match replay(program, schedule) {
        Ok(Replayed::Diverged(why)) => {
            let (said, why) = why.split_once(": ").expect("a reason");
            assert_eq!(said, "the schedule is of another program or version");
            why.to_owned()
        }
        other => panic!("{schedule}: {other:?}"),
    }
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

fn lock_in_opposite_orders() {
    let (left, right) = (Mutex::new(0), Mutex::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _left = left.lock().unwrap();
            let _right = right.lock().unwrap();
        });
        let _right = right.lock().unwrap();
        let _left = left.lock().unwrap();
    });
}

fn read_a_stale_value() {
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
}

fn wait_once() {
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
}

fn spin() {
    let count = AtomicU32::new(0);
    thread::scope(|scope| {
        scope.spawn(|| while count.load(SeqCst) == 0 {});
        while count.load(SeqCst) == 0 {}
    });
}

fn leave() {
    let worker = thread::spawn(|| std::process::exit(3));
    worker.join().unwrap();
}

/// One of each kind of failure.
const PROGRAMS: [(fn(), FailureKind); 6] = [
    (lose_an_update, FailureKind::Panic),
    (lock_in_opposite_orders, FailureKind::Deadlock),
    (read_a_stale_value, FailureKind::Panic),
    (wait_once, FailureKind::Panic),
    (spin, FailureKind::StepLimit),
    (leave, FailureKind::Exit),
];

#[test]
fn what_a_search_finds_is_run_again_to_the_byte() {
    for (program, kind) in PROGRAMS {
        let first = Exhaustive::new().run(program).unwrap_err();
        assert_eq!(first.kind, kind, "{first}");
        assert_eq!(told(&again(&first.schedule, program)), told(&first));
    }
}

#[test]
fn what_chance_finds_is_run_again_to_the_byte() {
    for (program, kind) in PROGRAMS {
        let sampled = Sampled::new().executions(2_000).cores(2);
        let first = sampled.run(program).unwrap_err();
        assert_eq!(first.kind, kind, "{first}");
        assert_eq!(told(&again(&first.schedule, program)), told(&first));
    }
}

#[test]
fn many_threads_are_run_again() {
    let program = || {
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..80 {
                scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
            }
        });
        assert_eq!(count.into_inner(), 80);
    };
    let search = Exhaustive::new().budget(Duration::MAX).executions(200);
    let first = search.run(program).unwrap_err();
    assert_eq!(told(&again(&first.schedule, program)), told(&first));
}

#[test]
fn what_fails_in_virtual_time_is_run_again_to_the_byte() {
    let program = || {
        let order = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for name in 0..4 {
                let order = &order;
                scope.spawn(move || {
                    thread::sleep(Duration::from_secs(1));
                    order.lock().unwrap().push(name);
                });
            }
        });
        panic!("{:?}", order.into_inner().unwrap());
    };
    let settings = [
        (VirtualTime::new(), "1.time"),
        (VirtualTime::new().seed(7), "1.time.seed7"),
        (VirtualTime::new().seed(8).cores(2), "1.time.cores2.seed8"),
    ];
    for (settings, schedule) in settings {
        let first = settings.run(program).unwrap_err();
        assert_eq!(first.schedule, schedule);
        assert_eq!(told(&again(schedule, program)), told(&first));
    }
    assert!(matches!(replay(|| {}, "1.time"), Ok(Replayed::Passed)));
}

#[test]
fn a_thousand_times_are_one() {
    let first = Exhaustive::new().run(lose_an_update).unwrap_err();
    for run in 1..=1_000 {
        let failure = again(&first.schedule, lose_an_update);
        assert_eq!(failure.to_string(), first.to_string(), "run {run}");
    }
    assert_eq!(again(&first.schedule, lose_an_update).executions, 1);
}

#[test]
fn a_program_that_does_the_same_and_no_longer_fails_passes() {
    let first = Exhaustive::new().run(lose_an_update).unwrap_err();
    let lenient = || {
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
            }
        });
        count.load(SeqCst);
    };
    // Reading the value is an operation, so the schedule ends too soon; without it, it is the same.
    assert_eq!(
        diverges(&first.schedule, lenient),
        format!(
            "it ends after {} steps, and the program goes on",
            steps(&first.schedule)
        )
    );
    let forgiving = || {
        let _ = real::panic::catch_unwind(lose_an_update);
    };
    assert!(matches!(
        replay(forgiving, &first.schedule),
        Ok(Replayed::Passed)
    ));
}

/// How many decisions a schedule without choices has.
fn steps(schedule: &str) -> u32 {
    let (_, script) = schedule.rsplit_once('.').unwrap();
    let times = |part: &str| {
        part.split_once('x')
            .map_or(1, |(_, times)| times.parse().unwrap())
    };
    script.split(',').map(times).sum()
}

#[test]
fn another_program_is_told_by_the_step_at_which_it_differs() {
    let alone = || {
        thread::yield_now();
        thread::yield_now();
    };
    assert_eq!(
        diverges("1.order.0x3,3", alone),
        "step 4 asks for worker 3, which is not there"
    );
    assert_eq!(
        diverges("1.order.0x9", alone),
        "the program ends after 4 of 9 steps"
    );
    let one_worker = || {
        let lock = Arc::new(Mutex::new(0));
        let guard = lock.lock().unwrap();
        let theirs = lock.clone();
        let olga = thread::Builder::new().name("Olga".to_owned());
        let olga = olga.spawn(move || drop(theirs.lock().unwrap())).unwrap();
        drop(guard);
        olga.join().unwrap();
    };
    assert_eq!(
        diverges("1.order.0x2,1x2", one_worker),
        "step 4 asks for Olga, which cannot go on"
    );
    assert_eq!(
        diverges("1.order.0x3,1x5", one_worker),
        "step 8 asks for Olga, which has ended"
    );
    assert_eq!(
        diverges("1.order.0x2,c1", one_worker),
        "step 3 asks for the outcome of an operation, where a thread is to be chosen"
    );
}

#[test]
fn another_program_is_told_by_its_outcomes() {
    let first = Exhaustive::new().run(read_a_stale_value).unwrap_err();
    assert!(first.schedule.contains(",c1"), "{}", first.schedule);
    let other = first.schedule.replace(",c1", ",c7");
    let why = diverges(&other, read_a_stale_value);
    assert!(
        why.ends_with("asks for outcome 8 of an operation that has 2"),
        "{why}"
    );
    let plain = first.schedule.replace(".full", "");
    let why = diverges(&plain, read_a_stale_value);
    assert!(why.contains("where a thread is to be chosen"), "{why}");
}

#[test]
fn what_never_does_the_same_twice_has_no_schedule() {
    static CALLS: real::sync::atomic::AtomicU32 = real::sync::atomic::AtomicU32::new(0);
    let fickle = || {
        let calls = CALLS.fetch_add(1, real::sync::atomic::Ordering::Relaxed);
        (0..calls % 5).for_each(|_| thread::yield_now());
        panic!("call {calls}");
    };
    let failure = Sampled::new().executions(13).run(fickle).unwrap_err();
    assert_eq!(failure.kind, FailureKind::NotReplayable);
    assert!(
        failure
            .message
            .starts_with("the program did not do the same twice"),
        "{failure}"
    );
    assert!(matches!(
        replay(fickle, &failure.schedule),
        Err(BadSchedule::Empty)
    ));
}

#[test]
fn a_text_that_is_no_schedule_is_refused_before_anything_runs() {
    let never = || unreachable!("nothing is run");
    let refused = |text: &str| replay(never, text).unwrap_err().to_string();
    assert!(refused("").contains("is empty"));
    assert!(refused("2.order.0x3").contains("format `2`"));
    assert!(refused("0x3").contains("`0x3` is no part of a schedule"));
    assert!(refused("1.order.0xfour").contains("`0xfour`"));
}

#[test]
fn the_report_ends_with_the_call_that_runs_it_again() {
    let failure = Exhaustive::new().run(lose_an_update).unwrap_err();
    let shown = failure.to_string();
    let last = shown.lines().last().unwrap();
    assert_eq!(
        last,
        format!("Run it again: model::replay(f, \"{}\")", failure.schedule)
    );
    assert!(shown.starts_with(failure.text(Style::new()).trim_end()));
}

#[test]
fn a_replay_inside_a_model_is_refused() {
    let nested = || drop(replay(|| {}, "1.order.0"));
    let failure = Exhaustive::new().run(nested).unwrap_err();
    assert!(failure.message.contains("cannot be nested"), "{failure}");
}
