//! What a caller can bound: preemptions, and threads.

use std::model::{Coverage, Exhaustive, FailureKind, Replayed, Sampled, VirtualTime, replay};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A search that nothing ends but `executions`.
fn search(executions: u64) -> Exhaustive {
    Exhaustive::new()
        .budget(Duration::MAX)
        .executions(executions)
}

/// A pair of hits, one of which is lost if a thread is interrupted once.
fn lost_hit() {
    let hits = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| hits.store(hits.load(SeqCst) + 1, SeqCst));
        }
    });
    assert_eq!(hits.into_inner(), 2, "both hits count");
}

#[test]
fn a_bound_on_preemptions_is_kept_and_said() {
    let bounded = |bound| search(u64::MAX).preemption_bound(bound);
    let without = bounded(0).run(lost_hit).unwrap();
    assert_eq!(without.coverage, Coverage::Preemptions(0));
    assert!(!without.is_complete());
    assert_eq!(
        without.covered(),
        "every interleaving without preemption",
        "all of it, and nothing by chance"
    );
    let failure = bounded(1).run(lost_hit).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
    assert!(!failure.always, "without preemption it passes");
    assert_eq!(failure.trace.interruptions, Some(1));
}

/// Few orders without preemption, many with.
fn three_adders() {
    let total = Mutex::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..4).for_each(|_| *total.lock().unwrap() += 1));
        }
    });
}

#[test]
fn a_bound_that_the_budget_does_not_reach_guarantees_a_lower_one() {
    let settings = search(4_000).preemption_bound(2);
    let explored = settings.run(three_adders).unwrap();
    assert_eq!(explored.coverage, Coverage::Preemptions(1));
    assert_eq!(
        explored.to_string(),
        "every interleaving with at most 1 preemption (budget spent)",
        "no random schedules, which keep no bound"
    );
}

#[test]
fn a_bound_also_holds_in_every_order_of_hashing_and_for_stale_reads() {
    let stale = || {
        let (data, flag) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(1, Relaxed);
                flag.store(1, Relaxed);
            });
            scope.spawn(|| {
                if flag.load(Relaxed) == 1 {
                    assert_eq!(data.load(Relaxed), 1, "published");
                }
            });
        });
    };
    let failure = search(u64::MAX).preemption_bound(0).run(stale).unwrap_err();
    assert!(failure.message.contains("published"), "{failure}");
    let hashing = || {
        let keys: std::collections::HashSet<u32> = (0..4).collect();
        let _first = keys.iter().next();
        lost_hit();
    };
    let explored = search(u64::MAX).preemption_bound(0).run(hashing).unwrap();
    assert_eq!(
        explored.to_string(),
        "every interleaving without preemption in each of 8 orders of hashing"
    );
}

/// Starts a third thread only if it comes after the first has stored.
fn sometimes_three() {
    let flag = Arc::new(AtomicU32::new(0));
    let theirs = flag.clone();
    thread::spawn(move || theirs.store(1, SeqCst));
    thread::spawn(|| ());
    if flag.load(SeqCst) == 1 {
        thread::spawn(|| ());
    }
}

#[test]
fn a_limit_of_threads_is_a_failure_only_where_it_is_exceeded_and_is_replayed() {
    let settings = Exhaustive::new().max_threads(2);
    let failure = settings.run(sometimes_three).unwrap_err();
    assert_eq!(failure.kind, FailureKind::StepLimit);
    assert!(
        failure.message.starts_with(
            "more than 2 threads were started, the last at tests/exhaustive/settings.rs:"
        ),
        "{}",
        failure.message
    );
    assert!(!failure.always, "in other interleavings two are enough");
    assert!(
        failure.schedule.contains(".threads2."),
        "{}",
        failure.schedule
    );
    let Ok(Replayed::Failed(again)) = replay(sometimes_three, &failure.schedule) else {
        panic!("the limit is part of the schedule");
    };
    assert_eq!(again.message, failure.message);
    let enough = Exhaustive::new().max_threads(3).run(sometimes_three);
    assert!(enough.unwrap().is_complete());
}

#[test]
fn a_limit_of_threads_holds_in_virtual_time_and_in_random_schedules_too() {
    let one = || thread::spawn(|| ()).join().unwrap();
    let failure = VirtualTime::new().max_threads(0).run(one).unwrap_err();
    let message = "a thread was started at tests/exhaustive/settings.rs:";
    assert!(failure.message.starts_with(message), "{}", failure.message);
    assert!(matches!(
        replay(one, &failure.schedule),
        Ok(Replayed::Failed(again)) if again.message == failure.message
    ));
    let settings = Sampled::new().executions(300).max_threads(2);
    let failure = settings.run(sometimes_three).unwrap_err();
    assert!(!failure.always, "{failure}");
    assert!(
        failure.message.starts_with("more than 2 threads"),
        "{failure}"
    );
}

#[test]
fn a_limit_of_threads_beyond_what_a_model_holds_is_refused() {
    let refused = real::panic::catch_unwind(|| Exhaustive::new().max_threads(10_001));
    let why = *refused.unwrap_err().downcast::<String>().unwrap();
    assert_eq!(
        why,
        "`max_threads(10001)` is too many: a model starts at most 10000 threads"
    );
}

#[test]
fn a_limit_that_the_first_schedule_exceeds_is_not_taken_for_one_of_all() {
    fn one_more_if_first() {
        let flag = Arc::new(AtomicU32::new(0));
        let theirs = flag.clone();
        thread::spawn(move || theirs.store(1, SeqCst));
        if flag.load(SeqCst) == 0 {
            thread::spawn(|| ());
        }
    }
    for seed in 0..8 {
        let settings = Sampled::new().executions(300).seed(seed).max_threads(1);
        let failure = settings.run(one_more_if_first).unwrap_err();
        assert!(
            !failure.always,
            "seed {seed}: it passes if the thread comes first"
        );
    }
}
