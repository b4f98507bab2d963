//! Bounds on hand-made runs.

use super::*;

fn run(seed: Option<u64>, seconds: u64, at_once: usize) -> Run {
    Run {
        seed,
        cores: None,
        elapsed: Duration::from_secs(seconds),
        at_once,
        busy: Duration::from_secs(seconds),
        timeline: model_std::model::virtual_time(move || {
            model_std::thread::sleep(Duration::from_secs(seconds));
        }),
    }
}

fn verdict_of(result: Result<(), Broken>) -> Option<Verdict> {
    result.err().map(|broken| broken.verdict)
}

const TEN: Duration = Duration::from_secs(10);

#[test]
fn takes_is_exact_on_both_sides() {
    assert_eq!(verdict_of(takes_exactly(&run(None, 10, 1), TEN)), None);
    assert_eq!(
        verdict_of(takes_exactly(&run(None, 11, 1), TEN)),
        Some(Verdict::TooSlow)
    );
    assert_eq!(
        verdict_of(takes_exactly(&run(None, 9, 1), TEN)),
        Some(Verdict::Wrong)
    );
}

#[test]
fn a_limit_may_be_reached_and_not_passed() {
    assert_eq!(verdict_of(at_most(&run(None, 10, 1), TEN)), None);
    assert_eq!(
        verdict_of(at_most(&run(None, 11, 1), TEN)),
        Some(Verdict::TooSlow)
    );
    assert_eq!(verdict_of(at_least(&run(None, 10, 1), TEN)), None);
    assert_eq!(
        verdict_of(at_least(&run(None, 9, 1), TEN)),
        Some(Verdict::Wrong)
    );
}

#[test]
fn overlap_is_demanded_or_forbidden() {
    assert_eq!(
        verdict_of(peak_concurrency_at_least(&run(None, 10, 5), 5)),
        None
    );
    assert_eq!(
        verdict_of(peak_concurrency_at_least(&run(None, 10, 4), 5)),
        Some(Verdict::NotConcurrent)
    );
    assert_eq!(
        verdict_of(peak_concurrency_at_most(&run(None, 10, 1), 1)),
        None
    );
    assert_eq!(
        verdict_of(peak_concurrency_at_most(&run(None, 10, 2), 1)),
        Some(Verdict::Wrong)
    );
}

#[test]
fn tasks_that_overlap_where_they_must_not_are_not_called_faster_than_possible() {
    let side_by_side = Run {
        busy: 5 * TEN,
        ..run(None, 10, 5)
    };
    let broken = at_least(&side_by_side, 5 * TEN).expect_err("it is too short");
    assert_eq!(
        (broken.cause, broken.message.as_str()),
        (
            Some(Cause::WrongOverlap),
            "took 10.000 s, because up to 5 tasks were at work at once: here they must not overlap but be done one after \
             another, which takes 50.000 s"
        )
    );
    // Five naps of 1 s side by side, where five of 10 s side by side are wanted, are too short and nothing else.
    let short = Run {
        busy: TEN / 2,
        ..run(None, 1, 5)
    };
    let broken = at_least(&short, TEN).expect_err("it is too short");
    assert_eq!(broken.cause, Some(Cause::WrongTooFast));
    assert!(
        broken.message.contains("faster than possible"),
        "{}",
        broken.message
    );
}

/// A run of tasks of 10 s that `work` deals out.
fn run_of(work: fn(fn())) -> Run {
    let nap: fn() = || model_std::thread::sleep(TEN);
    let timeline = model_std::model::virtual_time(move || work(nap));
    Run::of(None, None, timeline)
}

#[test]
fn who_did_the_work_tells_why_it_took_so_long() {
    use model_std::sync::Mutex;
    use model_std::thread;
    let main_alone = run_of(|nap| (0..5).for_each(|_| nap()));
    let one_worker = run_of(|nap| {
        let worker = thread::spawn(move || (0..5).for_each(|_| nap()));
        worker.join().unwrap();
    });
    let under_a_lock = run_of(|nap| {
        let lock = Mutex::new(());
        thread::scope(|scope| {
            for _ in 0..5 {
                scope.spawn(|| {
                    let _guard = lock.lock().unwrap();
                    nap();
                });
            }
        });
    });
    let in_turn = run_of(|nap| {
        thread::spawn(nap).join().unwrap();
        nap();
    });
    let in_pairs = run_of(|nap| {
        for _ in 0..3 {
            let threads = [(); 2].map(|()| thread::spawn(nap));
            threads
                .into_iter()
                .for_each(|thread| thread.join().unwrap());
        }
    });
    let others_look_on = run_of(|nap| {
        let lock = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut done = lock.lock().unwrap();
                    while *done < 5 {
                        *done += 1;
                        nap();
                    }
                });
            }
        });
    });
    let cause = |run: &Run| at_most(run, TEN).err().and_then(|broken| broken.cause);
    assert_eq!(cause(&main_alone), Some(Cause::TooSlowAlone));
    assert_eq!(cause(&one_worker), Some(Cause::TooSlowAlone));
    assert_eq!(cause(&under_a_lock), Some(Cause::TooSlowLocked));
    assert_eq!(cause(&in_turn), Some(Cause::TooSlowInTurn));
    assert_eq!(cause(&others_look_on), Some(Cause::TooSlowLocked));
    assert_eq!(cause(&in_pairs), None);
}

#[test]
fn threads_that_nobody_waited_for_are_not_called_fast() {
    let left = run_of(|nap| drop(model_std::thread::spawn(nap)));
    let broken = at_least(&left, TEN).expect_err("it is too short");
    assert_eq!(broken.cause, Some(Cause::WrongUnjoined));
    assert_eq!(
        broken.message,
        "took 0.000 s and did not wait for 1 thread, still at work then; the work needs 10.000 s"
    );
}

#[test]
fn the_time_of_all_threads_together_is_what_they_slept_and_worked() {
    let timeline = model_std::model::virtual_time(|| {
        let nap = || model_std::thread::sleep(TEN);
        let threads = [(); 5].map(|()| model_std::thread::spawn(nap));
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    });
    assert_eq!(busy(&timeline), 5 * TEN);
}

#[test]
fn too_slow_names_both_figures_and_shows_the_timeline() {
    let outcome = broken(&[run(None, 50, 1)], |run| at_most(run, TEN)).unwrap();
    assert_eq!(outcome.verdict, Verdict::TooSlow);
    assert_eq!(outcome.message, "took 50.000 s; at most 10.000 s allowed");
    insta::assert_snapshot!(outcome.detail());
}

#[test]
fn a_nanosecond_too_much_is_named() {
    let late = Run {
        elapsed: TEN + Duration::from_nanos(1),
        ..run(None, 10, 1)
    };
    let outcome = broken(&[late], |run| at_most(run, TEN)).unwrap();
    assert_eq!(
        outcome.message,
        "took 10.000000001 s; at most 10.000 s allowed"
    );
}

#[test]
fn the_cores_are_named_where_the_check_asked_for_them() {
    let on = |cores| Run {
        cores: NonZero::new(cores),
        ..run(None, 20, 1)
    };
    let outcome = broken(&[on(8)], |run| at_most(run, TEN)).unwrap();
    assert_eq!(
        outcome.message,
        "took 20.000 s on 8 cores; at most 10.000 s allowed"
    );
    let outcome = broken(&[on(1)], |run| at_least(run, 3 * TEN)).unwrap();
    assert_eq!(
        outcome.message,
        "took 20.000 s on 1 core, faster than possible: the work needs 30.000 s"
    );
}

#[test]
fn a_bound_must_hold_in_every_order_of_ready_threads() {
    let runs = [run(None, 10, 5), run(Some(1), 10, 5), run(Some(2), 20, 5)];
    let outcome = broken(&runs, |run| takes_exactly(run, TEN)).unwrap();
    assert_eq!(outcome.verdict, Verdict::TooSlow);
    assert_eq!(outcome.notes, [Note::OtherOrder { seed: 2 }]);
    assert_eq!(broken(&runs[..2], |run| takes_exactly(run, TEN)), None);
}

#[test]
fn the_kept_time_is_that_of_the_fixed_order_and_the_figure_the_longest() {
    let timed = VirtualRun {
        runs: vec![run(None, 10, 5), run(Some(1), 12, 5)],
        proof: usize::MAX,
        suspected: false,
    };
    assert_eq!(
        (timed.elapsed(), timed.longest()),
        (TEN, Duration::from_secs(12))
    );
}
