//! Who gets a core, when, and how long all of it takes.

use std::time::Instant;

use super::*;

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
    let timeline = std::model::virtual_time(|| threads_of(&[1; 20]));
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
