//! What becomes of work when a thread or a run ends, and what is said of cores elsewhere.

use std::model::{Exhaustive, FailureKind, Sampled, Style, is_running};

use super::*;

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
        failure.to_string().contains("waits for a core"),
        "{failure}"
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

/// Works when it is dropped, and then adds to [`DROPPED`].
struct Untidy;

/// A real one: a model's would start every run afresh.
static DROPPED: real::sync::atomic::AtomicUsize = real::sync::atomic::AtomicUsize::new(0);

impl Drop for Untidy {
    fn drop(&mut self) {
        assert!(is_running(), "a model's destructor does no real work");
        work(secs(1));
        DROPPED.fetch_add(1, real::sync::atomic::Ordering::Relaxed);
    }
}

thread_local! {
    static UNTIDY: Untidy = const { Untidy };
}

#[test]
fn destructors_work_while_their_thread_lives_and_not_when_a_run_is_cleared_away() {
    let dropped = || DROPPED.swap(0, real::sync::atomic::Ordering::Relaxed);
    let timeline = std::model::virtual_time(|| {
        let untidy = thread::spawn(|| {
            UNTIDY.with(|_| ());
            let _untidy = Untidy;
            panic!("and its destructors still run");
        });
        assert!(untidy.join().is_err());
    });
    assert_eq!((timeline.elapsed(), dropped()), (secs(2), 2));
    let timeline = std::model::virtual_time(|| {
        thread::spawn(|| {
            UNTIDY.with(|_| ());
            thread::park();
        });
        thread::sleep(secs(1));
    });
    assert_eq!((timeline.elapsed(), timeline.leaked()), (secs(1), 1));
    assert_eq!(dropped(), 1, "it ran to its end");
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
    std::model::exhaustive(|| assert!(is_running()));
    assert!(!is_running());
}

#[test]
#[should_panic(expected = "outside a model")]
fn work_outside_a_model_is_a_clear_panic() {
    work(secs(1));
}

#[test]
fn the_machine_says_how_many_cores_it_has() {
    let cores = || thread::available_parallelism().unwrap().get();
    on(7, move || assert_eq!(cores(), 7));
    std::model::virtual_time(move || assert_eq!(cores(), 4));
    std::model::exhaustive(move || assert_eq!(cores(), 4));
    std::model::sampled(move || assert_eq!(cores(), 4), 5);
    Exhaustive::new()
        .cores(2)
        .run(move || assert_eq!(cores(), 2))
        .unwrap();
    Sampled::new()
        .executions(5)
        .cores(3)
        .run(move || assert_eq!(cores(), 3))
        .unwrap();
    assert!(cores() >= 1, "outside a model it is the real machine's");
}

#[test]
fn the_chart_shows_work_the_queue_and_how_busy_the_cores_were() {
    let chart = on(2, || threads_of(&[2, 2, 2, 2, 2])).text(Style::new().width(60));
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
