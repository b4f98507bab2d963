//! How a search that cannot try everything divides its budget, and what it says it has covered. All by executions, so
//! that no machine is too slow for it.

use std::model::{Coverage, Exhaustive, Explored, FailureKind, OnePass};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A search that only the number of executions ends.
fn search(executions: u64) -> Exhaustive {
    Exhaustive::new()
        .budget(Duration::MAX)
        .executions(executions)
}

fn explored(executions: u64, program: fn()) -> Explored {
    let explored = search(executions).run(program);
    explored.unwrap_or_else(|failure| panic!("{failure}"))
}

/// So many threads, each of which does `body`.
fn crowd(threads: usize, body: impl Fn() + Send + Sync) {
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(&body);
        }
    });
}

/// Few orders without preemption, many with.
fn three_adders() {
    let total = Mutex::new(0);
    crowd(3, || (0..4).for_each(|_| *total.lock().unwrap() += 1));
    assert_eq!(total.into_inner().unwrap(), 12);
}

/// Many orders even without preemption.
fn twelve_adders() {
    let total = Mutex::new(0);
    crowd(12, || *total.lock().unwrap() += 1);
}

#[test]
fn what_is_cut_short_says_up_to_how_many_preemptions_it_is_certain() {
    let covered = [400, 4_000, 40_000].map(|executions| explored(executions, three_adders));
    let said = covered.each_ref().map(Explored::covered);
    assert_eq!(
        said,
        [
            "every interleaving without preemption, then 127 random ones (budget spent)",
            "every interleaving with at most 1 preemption, then 1,600 random ones (budget spent)",
            "every interleaving with at most 2 preemptions, then 10,600 random ones (budget spent)",
        ]
    );
    let coverage = covered.map(|explored| (explored.is_complete(), explored.coverage));
    assert_eq!(
        coverage,
        [0, 1, 2].map(|bound| (false, Coverage::Preemptions(bound)))
    );
}

#[test]
fn what_is_not_even_certain_without_preemption_is_a_sample() {
    let explored = explored(1_000, twelve_adders);
    assert_eq!(
        (explored.is_complete(), explored.coverage),
        (false, Coverage::Sample)
    );
    assert!(
        explored
            .covered()
            .ends_with(", then 314 random ones, and no guarantee (budget spent)"),
        "{explored:?}"
    );
    assert!(explored.executions <= 1_000, "{explored:?}");
}

#[test]
fn every_interleaving_without_every_stale_read_is_said_to_be_that() {
    let two_flags = || {
        let flags = [AtomicU32::new(0), AtomicU32::new(0)];
        let flags = &flags;
        thread::scope(|scope| {
            for (mine, other) in [(0, 1), (1, 0)] {
                scope.spawn(move || {
                    for round in 1..=2 {
                        flags[mine].store(round, Relaxed);
                        flags[other].load(Relaxed);
                    }
                });
            }
        });
    };
    let whole = explored(100_000, two_flags);
    assert!(whole.is_complete() && whole.coverage == Coverage::Everything);
    let cut = explored(60, two_flags);
    assert_eq!(
        (cut.is_complete(), cut.coverage),
        (false, Coverage::Interleavings)
    );
    let (searched, random) = cut.covered().split_once(", then ").unwrap();
    assert!(
        searched.starts_with("all ")
            && searched.ends_with("though not every spurious wake-up and stale read"),
        "{cut:?}"
    );
    assert_eq!(random, "20 random ones (budget spent)");
}

#[test]
fn the_same_budget_covers_the_same_wherever_it_is_spent() {
    assert_eq!(explored(700, three_adders), explored(700, three_adders));
    for budget in [0, 1, 2, 3, 10] {
        let explored = explored(budget, three_adders);
        assert_eq!(explored.executions, budget, "{explored:?}");
        assert!(!explored.is_complete());
    }
    assert_eq!(
        explored(0, three_adders).covered(),
        "0 random schedules, and no guarantee (budget spent)"
    );
}

/// Wrong only if the first steps of the first workers come in another order than usual: a search tries the last steps in
/// every order first and never gets there.
fn wrong_at_the_beginning() {
    let first = AtomicU32::new(0);
    let busy = Mutex::new(0);
    thread::scope(|scope| {
        for name in 1..=9 {
            let (first, busy) = (&first, &busy);
            scope.spawn(move || {
                let _ = first.compare_exchange(0, name, SeqCst, SeqCst);
                (0..3).for_each(|_| *busy.lock().unwrap() += 1);
            });
        }
    });
    assert_ne!(first.into_inner(), 9, "the last came first");
}

#[test]
fn chance_finds_what_a_search_has_no_time_for() {
    let failure = search(2_000).run(wrong_at_the_beginning).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
    assert!(!failure.always, "{failure}");
    let text = failure.to_string();
    assert!(text.contains("without interrupting any thread"), "{text}");
    let without = search(2_000).seed(1).run(wrong_at_the_beginning);
    assert!(without.is_err(), "by other schedules too");
}

#[test]
fn the_first_that_fails_is_shown_as_simple_as_it_gets() {
    let failure = search(1_000_000).run(|| {
        let count = Arc::new(AtomicU32::new(0));
        crowd(4, || {
            let seen = count.load(SeqCst);
            count.store(seen + 1, SeqCst);
        });
        assert_eq!(count.load(SeqCst), 4);
    });
    let failure = failure.unwrap_err();
    assert!(
        failure.to_string().contains("with one interruption"),
        "{failure}"
    );
}

/// Two threads, one of which asks again and again, changing something each time, whether the other has been there.
fn ask_and_count() {
    let (done, asked) = (AtomicU32::new(0), AtomicU32::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while done.load(SeqCst) == 0 {
                asked.fetch_add(1, SeqCst);
            }
        });
        scope.spawn(|| done.store(1, SeqCst));
    });
}

/// The same with a lock, which the other finds free only now and then.
fn lock_and_count() {
    let state = Mutex::new((0_u64, false));
    thread::scope(|scope| {
        scope.spawn(|| {
            loop {
                let mut state = state.lock().unwrap();
                state.0 += 1;
                if state.1 {
                    break;
                }
            }
        });
        scope.spawn(|| state.lock().unwrap().1 = true);
    });
}

#[test]
fn a_thread_that_is_never_let_on_proves_nothing() {
    for program in [ask_and_count, lock_and_count] {
        let explored = explored(100, program);
        assert_eq!(
            (explored.is_complete(), explored.coverage),
            (false, Coverage::Sample)
        );
        assert_eq!(
            explored.covered(),
            "99 random schedules, and no guarantee (budget spent)"
        );
    }
}

#[test]
fn what_never_ends_though_all_are_let_on_is_reported() {
    let failure = search(10).run(|| {
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| while count.fetch_add(2, SeqCst) != 1 {});
            scope.spawn(|| count.fetch_add(2, SeqCst));
        });
    });
    let failure = failure.unwrap_err();
    assert_eq!(failure.kind, FailureKind::StepLimit);
    assert!(failure.always, "{failure}");
}

/// Loses an update, in the midst of many steps of each thread on `noise`.
fn lose_in_noise(noise: &AtomicU32) {
    let total = AtomicU32::new(0);
    crowd(2, || {
        (0..3_000).for_each(|_| _ = noise.fetch_add(1, SeqCst));
        let seen = total.load(SeqCst);
        total.store(seen + 1, SeqCst);
        (0..3_000).for_each(|_| _ = noise.fetch_add(1, SeqCst));
    });
    assert_eq!(total.load(SeqCst), 2);
}

#[test]
fn noise_on_another_object_does_not_drown_a_race() {
    static NOISE: AtomicU32 = AtomicU32::new(0);
    // As few as are run on any machine.
    for executions in [40, 80] {
        let failure = search(executions)
            .run(|| lose_in_noise(&NOISE))
            .unwrap_err();
        assert_eq!(failure.kind, FailureKind::Panic, "{failure}");
        assert!(!failure.always);
    }
}

#[test]
fn what_its_own_thread_alone_uses_costs_no_branch() {
    let lose_an_update = |noisy: bool| {
        let total = AtomicU32::new(0);
        crowd(2, || {
            let (own, lock) = (AtomicU32::new(0), Mutex::new(0));
            for _ in 0..if noisy { 200 } else { 0 } {
                own.fetch_add(1, SeqCst);
                *lock.lock().unwrap() += 1;
            }
            total.fetch_add(1, SeqCst);
        });
    };
    let executions = [false, true].map(|noisy| {
        OnePass::default()
            .run(move || lose_an_update(noisy), |_| {})
            .executions
    });
    assert_eq!(executions, [2, 2]);
}

#[test]
fn a_search_says_what_made_it_long() {
    let explored = explored(100, || {
        let (noise, other) = (Mutex::new(0), AtomicU32::new(0));
        crowd(3, || {
            (0..9).for_each(|_| *noise.lock().unwrap() += 1);
            other.fetch_add(1, SeqCst);
        });
    });
    assert!(!explored.is_complete() && !explored.hurried);
    let size = explored.size;
    assert_eq!(
        (size.threads, size.busiest_steps),
        (4, 3 * 9 * 2),
        "{size:?}"
    );
    assert!(
        size.busiest
            .starts_with("Mutex of tests/exhaustive/plan.rs:"),
        "{size:?}"
    );
    assert!(size.steps > size.busiest_steps);
}
