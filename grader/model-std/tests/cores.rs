//! Work on the cores of the model's machine: exact times, and nothing proven that is not.

#[macro_use]
extern crate model_std as std;

/// The real std, for what the tests keep across runs.
use ::model_std as model;

use model::model::{Exhaustive, FailureKind, Timeline, VirtualTime, Waiting, is_running, work};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// The fixed order and some seeds: how long it takes must be the same in all.
const SEEDS: [Option<u64>; 9] = [
    None,
    Some(1),
    Some(2),
    Some(3),
    Some(4),
    Some(5),
    Some(6),
    Some(7),
    Some(8),
];

/// Runs `f` in every order and returns the run in the fixed one.
fn on(cores: usize, f: impl Fn() + Send + Sync + 'static) -> Timeline {
    let f = Arc::new(f);
    let run = |seed: Option<u64>| {
        let f = f.clone();
        let mut settings = VirtualTime::new().cores(cores);
        settings.seed = seed;
        settings
            .run(move || f())
            .unwrap_or_else(|failure| panic!("{failure}"))
    };
    let fixed = run(None);
    for seed in SEEDS {
        assert_eq!(run(seed).elapsed(), fixed.elapsed(), "seed {seed:?}");
    }
    fixed
}

/// A thread for each piece of work of so many seconds.
fn threads_of(costs: &[u64]) {
    let spawn = |&cost: &u64| thread::spawn(move || work(secs(cost)));
    let threads: Vec<_> = costs.iter().map(spawn).collect();
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

/// When thread number `thread` did what, in seconds.
fn spent(timeline: &Timeline, thread: usize) -> Vec<(Waiting, u64, u64)> {
    timeline
        .intervals(thread)
        .iter()
        .map(|at| (at.waiting, at.since.as_secs(), at.until.as_secs()))
        .collect()
}

#[test]
fn twenty_equal_jobs_take_exactly_twenty_ten_five_three() {
    for (cores, seconds) in [
        (1, 20),
        (2, 10),
        (3, 7),
        (4, 5),
        (8, 3),
        (20, 1),
        (1_000, 1),
    ] {
        let timeline = on(cores, || threads_of(&[1; 20]));
        assert_eq!(timeline.elapsed(), secs(seconds), "{cores} cores");
        assert_eq!(timeline.most_at_once(), cores.min(20));
        assert_eq!((timeline.cores(), timeline.worked()), (cores, secs(20)));
    }
}

#[test]
fn one_thread_is_no_faster_on_many_cores() {
    let timeline = on(8, || (0..20).for_each(|_| work(secs(1))));
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(20), 1));
}

#[test]
fn four_cores_unless_somebody_says_otherwise() {
    let timeline = model::model::virtual_time(|| threads_of(&[1; 20]));
    assert_eq!((timeline.elapsed(), timeline.cores()), (secs(5), 4));
}

#[test]
fn unequal_jobs_are_served_in_the_order_of_spawning() {
    // Two cores: 3 and 1 begin; at 1 begins 4 and goes on to 5; at 3 begins 2, to 5; at 5 begin 5 and 1.
    let timeline = on(2, || threads_of(&[3, 1, 4, 2, 5, 1]));
    assert_eq!(timeline.elapsed(), secs(10));
    use Waiting::{Core, Work};
    assert_eq!(spent(&timeline, 1), [(Work, 0, 3)]);
    assert_eq!(spent(&timeline, 2), [(Work, 0, 1)]);
    assert_eq!(spent(&timeline, 3), [(Core, 0, 1), (Work, 1, 5)]);
    assert_eq!(spent(&timeline, 4), [(Core, 0, 3), (Work, 3, 5)]);
    assert_eq!(spent(&timeline, 5), [(Core, 0, 5), (Work, 5, 10)]);
    assert_eq!(spent(&timeline, 6), [(Core, 0, 5), (Work, 5, 6)]);
}

#[test]
fn who_came_first_is_served_first_whatever_its_number() {
    // One core, taken until 4. The third thread comes at 1, the second at 2.
    let timeline = on(1, || {
        let come = |wait, cost| {
            thread::spawn(move || {
                thread::sleep(secs(wait));
                work(secs(cost));
            })
        };
        for thread in [come(0, 4), come(2, 1), come(1, 3)] {
            thread.join().unwrap();
        }
    });
    use Waiting::{Core, Sleep, Work};
    assert_eq!(
        spent(&timeline, 2),
        [(Sleep, 0, 2), (Core, 2, 7), (Work, 7, 8)]
    );
    assert_eq!(
        spent(&timeline, 3),
        [(Sleep, 0, 1), (Core, 1, 4), (Work, 4, 7)]
    );
}

#[test]
fn a_piece_that_has_begun_is_not_interrupted_but_the_next_one_queues_again() {
    // One core; the first thread has two pieces, so the second thread's comes between.
    let timeline = on(1, || {
        let twice = thread::spawn(|| {
            work(secs(2));
            work(secs(2));
        });
        let once = thread::spawn(|| work(secs(1)));
        twice.join().unwrap();
        once.join().unwrap();
    });
    use Waiting::{Core, Work};
    assert_eq!(
        spent(&timeline, 1),
        [(Work, 0, 2), (Core, 2, 3), (Work, 3, 5)]
    );
    assert_eq!(spent(&timeline, 2), [(Core, 0, 2), (Work, 2, 3)]);
}

#[test]
fn sleeping_needs_no_core() {
    let timeline = on(1, || {
        let sleepers: Vec<_> = (0..10)
            .map(|_| thread::spawn(|| thread::sleep(secs(5))))
            .collect();
        (0..5).for_each(|_| work(secs(1)));
        sleepers
            .into_iter()
            .for_each(|sleeper| sleeper.join().unwrap());
    });
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(5), 11));
}

#[test]
fn downloading_while_others_work_hides_the_cheaper_of_the_two() {
    // Each of 6 tasks sleeps 2 and works 1. On one core: the sleeps overlap, the work does not: 2 + 6.
    let tasks = || {
        let task = |_| {
            thread::spawn(|| {
                thread::sleep(secs(2));
                work(secs(1));
            })
        };
        let tasks: Vec<_> = (0..6).map(task).collect();
        tasks.into_iter().for_each(|task| task.join().unwrap());
    };
    assert_eq!(on(1, tasks).elapsed(), secs(8));
    assert_eq!(on(4, tasks).elapsed(), secs(4));
    assert_eq!(on(6, tasks).elapsed(), secs(3));
}

#[test]
fn a_lock_held_while_working_makes_the_cores_idle() {
    let timeline = on(4, || {
        let total = Arc::new(Mutex::new(0));
        let add = |_| {
            let total = total.clone();
            thread::spawn(move || {
                let mut total = total.lock().unwrap();
                work(secs(1));
                *total += 1;
            })
        };
        let threads: Vec<_> = (0..8).map(add).collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
        assert_eq!(*total.lock().unwrap(), 8);
    });
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(8), 1));
    assert_eq!(timeline.worked(), secs(8));
}

#[test]
fn a_lock_taken_after_the_work_costs_nothing() {
    let timeline = on(4, || {
        let total = Arc::new(Mutex::new(0));
        let add = |_| {
            let total = total.clone();
            thread::spawn(move || {
                work(secs(1));
                *total.lock().unwrap() += 1;
            })
        };
        let threads: Vec<_> = (0..8).map(add).collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    });
    assert_eq!((timeline.elapsed(), timeline.most_at_once()), (secs(2), 4));
}

#[test]
fn a_pipeline_runs_as_fast_as_its_slowest_stage() {
    // 5 downloads of 3 s one after the other, each followed by 2 s of work elsewhere: 5 * 3 + 2.
    let pipeline = || {
        let (sender, receiver) = mpsc::channel();
        let worker = thread::spawn(move || receiver.iter().for_each(|()| work(secs(2))));
        for _ in 0..5 {
            thread::sleep(secs(3));
            sender.send(()).unwrap();
        }
        drop(sender);
        worker.join().unwrap();
    };
    assert_eq!(on(1, pipeline).elapsed(), secs(17));
}

#[test]
fn a_waiting_thread_is_woken_at_the_very_end_of_the_work() {
    on(2, || {
        let start = Instant::now();
        let ready = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = ready.clone();
        let worker = thread::spawn(move || {
            work(secs(7));
            *theirs.0.lock().unwrap() = true;
            theirs.1.notify_one();
        });
        let (lock, bell) = &*ready;
        let done = bell
            .wait_while(lock.lock().unwrap(), |done| !*done)
            .unwrap();
        assert!(*done && start.elapsed() == secs(7));
        drop(done);
        worker.join().unwrap();
    });
}

#[test]
fn work_that_costs_nothing_needs_no_core() {
    let timeline = on(1, || {
        let start = Instant::now();
        let long = thread::spawn(|| work(secs(10)));
        thread::sleep(secs(1));
        (0..1_000).for_each(|_| work(Duration::ZERO));
        assert_eq!(start.elapsed(), secs(1));
        long.join().unwrap();
    });
    assert_eq!(timeline.elapsed(), secs(10));
}

#[test]
fn a_nanosecond_is_exact_and_the_longest_work_ends() {
    let timeline = on(3, || {
        let spawn = |_| thread::spawn(|| work(Duration::from_nanos(1)));
        let threads: Vec<_> = (0..10).map(spawn).collect();
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    });
    assert_eq!(timeline.elapsed(), Duration::from_nanos(4));
    let timeline = on(1, || {
        work(Duration::MAX);
        work(Duration::MAX);
        thread::spawn(|| work(Duration::MAX)).join().unwrap();
    });
    assert_eq!(timeline.elapsed(), Duration::from_nanos(u64::MAX - 1));
}

#[test]
fn polling_while_others_work_does_not_delay_anybody() {
    let timeline = on(1, || {
        let done = Arc::new(AtomicBool::new(false));
        let theirs = done.clone();
        let worker = thread::spawn(move || {
            work(secs(3));
            theirs.store(true, SeqCst);
        });
        while !done.load(SeqCst) {}
        worker.join().unwrap();
    });
    assert_eq!(timeline.elapsed(), secs(3));
}

/// Who has just looked for long, and then sleeps or works, is no spinner: it goes on at the moment it is due.
#[test]
fn who_looked_for_long_and_then_worked_goes_on_in_time() {
    let look_then = |rest: fn()| {
        on(1, move || {
            let start = Instant::now();
            let other = thread::spawn(|| thread::sleep(secs(50)));
            let flag = AtomicBool::new(false);
            (0..100).for_each(|_| assert!(!flag.load(SeqCst)));
            rest();
            assert_eq!(start.elapsed(), secs(1));
            other.join().unwrap();
        })
    };
    look_then(|| work(secs(1)));
    look_then(|| thread::sleep(secs(1)));
}

#[test]
fn a_thread_left_behind_at_work_is_cut_off_with_the_run() {
    let timeline = on(1, || {
        thread::spawn(|| work(secs(60)));
        thread::spawn(|| work(secs(60)));
        thread::sleep(secs(1));
    });
    assert_eq!((timeline.elapsed(), timeline.leaked()), (secs(1), 2));
    assert_eq!(spent(&timeline, 1), [(Waiting::Work, 0, 1)]);
    assert_eq!(spent(&timeline, 2), [(Waiting::Core, 0, 1)]);
}

#[test]
fn a_run_that_fails_amid_work_leaves_nothing_to_the_next() {
    let failure = VirtualTime::new()
        .cores(1)
        .run(|| {
            thread::spawn(|| work(secs(60)));
            thread::spawn(|| work(secs(60)));
            thread::sleep(secs(1));
            panic!("amid work");
        })
        .expect_err("main panics");
    assert_eq!(failure.kind, FailureKind::Panic);
    assert!(
        failure.report.contains("waits for a core"),
        "{}",
        failure.report
    );
    assert_eq!(on(1, || threads_of(&[1, 1])).elapsed(), secs(2));
}

#[test]
fn a_worker_that_panics_frees_its_core() {
    let timeline = on(1, || {
        let panics = thread::spawn(|| {
            work(secs(1));
            panic!("after its work");
        });
        let goes_on = thread::spawn(|| work(secs(1)));
        assert!(panics.join().is_err());
        goes_on.join().unwrap();
    });
    assert_eq!(timeline.elapsed(), secs(2));
}

/// Works when it is dropped.
struct Untidy;

impl Drop for Untidy {
    fn drop(&mut self) {
        work(secs(1));
    }
}

thread_local! {
    static UNTIDY: Untidy = const { Untidy };
}

#[test]
fn destructors_work_while_their_thread_lives_and_not_when_a_run_is_cleared_away() {
    let timeline = on(1, || {
        let untidy = thread::spawn(|| {
            UNTIDY.with(|_| ());
            let _untidy = Untidy;
            panic!("and its destructors still run");
        });
        assert!(untidy.join().is_err());
    });
    assert_eq!(timeline.elapsed(), secs(2));
    let timeline = on(1, || {
        thread::spawn(|| {
            UNTIDY.with(|_| ());
            thread::park();
        });
        thread::sleep(secs(1));
    });
    assert_eq!((timeline.elapsed(), timeline.leaked()), (secs(1), 1));
}

#[test]
fn the_machine_says_how_many_cores_it_has() {
    let cores = || thread::available_parallelism().unwrap().get();
    on(7, move || assert_eq!(cores(), 7));
    model::model::virtual_time(move || assert_eq!(cores(), 4));
    model::model::exhaustive(move || assert_eq!(cores(), 4));
    Exhaustive::new()
        .cores(2)
        .run(move || assert_eq!(cores(), 2))
        .unwrap();
    assert!(cores() >= 1, "outside a model it is the real machine's");
}

#[test]
#[should_panic(expected = "a machine has at least one core")]
fn a_machine_without_cores_is_refused() {
    let _ = VirtualTime::new().cores(0);
}

#[test]
fn it_is_known_whether_a_model_runs() {
    assert!(!is_running());
    on(1, || assert!(is_running()));
    model::model::exhaustive(|| assert!(is_running()));
    assert!(!is_running());
}

#[test]
#[should_panic(expected = "outside a model")]
fn work_outside_a_model_is_a_clear_panic() {
    work(secs(1));
}

#[test]
fn a_search_finds_a_race_across_work() {
    let failure = Exhaustive::new()
        .run(|| {
            let total = Arc::new(AtomicU32::new(0));
            let add = |_| {
                let total = total.clone();
                thread::spawn(move || {
                    let seen = total.load(SeqCst);
                    work(secs(1));
                    total.store(seen + 1, SeqCst);
                })
            };
            let threads = [1, 2].map(add);
            threads
                .into_iter()
                .for_each(|thread| thread.join().unwrap());
            assert_eq!(total.load(SeqCst), 2);
        })
        .expect_err("an update can be lost");
    assert!(!failure.always);
    assert!(failure.report.contains("work 1 s"), "{}", failure.report);
    assert!(
        failure.report.contains("one update is lost"),
        "{}",
        failure.report
    );
}

#[test]
fn work_orders_nothing_in_a_search() {
    // If work took its time there too, the short piece would always be done first, and the assertion would hold.
    let failure = Exhaustive::new()
        .run(|| {
            let first = Arc::new(AtomicBool::new(false));
            let theirs = first.clone();
            let short = thread::spawn(move || {
                work(secs(1));
                theirs.store(true, SeqCst);
            });
            work(secs(10));
            assert!(first.load(SeqCst));
            short.join().unwrap();
        })
        .expect_err("work is no synchronisation");
    assert!(!failure.always);
}

#[test]
fn work_adds_no_interleavings() {
    let executions = |cost: Option<u64>| {
        let explored = model::model::exhaustive(move || {
            let total = Arc::new(Mutex::new(0));
            let add = |_| {
                let total = total.clone();
                thread::spawn(move || {
                    for _ in 0..10 {
                        if let Some(cost) = cost {
                            work(secs(cost));
                        }
                    }
                    *total.lock().unwrap() += 1;
                })
            };
            let threads = [1, 2, 3].map(add);
            threads
                .into_iter()
                .for_each(|thread| thread.join().unwrap());
        });
        assert!(explored.complete);
        explored.executions
    };
    assert_eq!(executions(Some(1)), executions(None));
    assert_eq!(executions(Some(0)), executions(None));
}

#[test]
fn the_chart_shows_work_the_queue_and_how_busy_the_cores_were() {
    let chart = on(2, || threads_of(&[2, 2, 2, 2, 2])).chart(60);
    let rows: Vec<&str> = chart.lines().collect();
    assert!(
        rows[2].ends_with("|▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓                                |"),
        "{chart}"
    );
    assert!(
        rows[6].ends_with("|××××××××××××××××××××××××××××××××▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓|"),
        "{chart}"
    );
    assert!(chart.contains("▓ works   × waits for a core"), "{chart}");
    assert!(chart.contains("2 cores, busy 83 % of the time"), "{chart}");
}
