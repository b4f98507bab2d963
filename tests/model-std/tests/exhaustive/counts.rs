//! What an `Arc` tells about the other references is a race like any other.

use std::model::{FailureKind, OnePass, Replayed, replay};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::mpsc::{self, channel};
use std::sync::{Arc, Mutex, Weak};
use std::{panic, thread};

/// A worker that sends word while it still holds its clone.
fn after_word(look: impl FnOnce(Arc<Mutex<u32>>)) {
    let log = Arc::new(Mutex::new(0));
    let (done, is_done) = channel();
    let theirs = Arc::clone(&log);
    let worker = thread::spawn(move || {
        *theirs.lock().unwrap() += 1;
        done.send(()).unwrap();
    });
    is_done.recv().unwrap();
    look(log);
    worker.join().unwrap();
}

#[test]
fn a_worker_that_has_sent_word_may_still_hold_its_clone() {
    super::races(|| after_word(|log| _ = Arc::try_unwrap(log).expect("nobody else has it")));
    super::races(|| after_word(|log| assert!(Arc::into_inner(log).is_some())));
    super::races(|| after_word(|mut log| assert!(Arc::get_mut(&mut log).is_some())));
    super::races(|| after_word(|log| assert_eq!(Arc::strong_count(&log), 1)));
}

#[test]
fn a_value_that_others_may_hold_is_cloned_before_it_is_changed() {
    let failure = super::races(|| {
        let list = Arc::new(vec![1]);
        let (done, is_done) = channel();
        let theirs = list.clone();
        let worker = thread::spawn(move || {
            done.send(theirs.len()).unwrap();
        });
        is_done.recv().unwrap();
        let before = Arc::as_ptr(&list);
        let mut list = list;
        Arc::make_mut(&mut list).push(2);
        worker.join().unwrap();
        assert_eq!(Arc::as_ptr(&list), before, "changed in place");
    });
    assert!(failure.to_string().contains("make_mut Arc"), "{failure}");
}

#[test]
fn a_weak_reference_may_come_too_late() {
    super::races(|| {
        let value = Arc::new(7);
        let weak = Arc::downgrade(&value);
        let worker = thread::spawn(move || weak.upgrade().expect("somebody keeps it"));
        drop(value);
        let _ = worker.join().map_err(|panic| panic::resume_unwind(panic));
    });
}

#[test]
fn a_count_used_as_a_counter_loses_updates() {
    let failure = super::races(|| {
        let value = Arc::new(());
        let add = |value: &Arc<()>| {
            let seen = Arc::strong_count(value);
            while Arc::strong_count(value) < seen + 1 {
                std::mem::forget(Arc::clone(value));
            }
        };
        thread::scope(|scope| {
            scope.spawn(|| add(&value));
            scope.spawn(|| add(&value));
        });
        assert_eq!(Arc::strong_count(&value), 3, "an addition is lost");
    });
    let text = failure.to_string();
    assert!(
        text.contains("strong_count Arc (1)") && text.contains("clone Arc"),
        "{text}"
    );
    let add = || {
        let value = Arc::new(());
        let theirs = value.clone();
        let worker = thread::spawn(move || Arc::strong_count(&theirs));
        drop(value);
        assert_eq!(worker.join().unwrap(), 1);
    };
    let failure = super::races(add);
    assert!(
        failure.schedule.contains(".counts."),
        "{}",
        failure.schedule
    );
    let Ok(Replayed::Failed(again)) = replay(add, &failure.schedule) else {
        panic!("it fails again")
    };
    let steps = |trace: &std::model::Trace| format!("{:?}", trace.steps);
    assert_eq!(steps(&again.trace), steps(&failure.trace));
}

/// Notes that it was dropped, in an atomic that others look at.
struct Noted(Arc<AtomicU32>, u32);

impl Drop for Noted {
    fn drop(&mut self) {
        self.0.store(self.1, SeqCst);
    }
}

#[test]
fn who_drops_last_shows_where_the_destructor_does_something() {
    super::races(|| {
        let dropped = Arc::new(AtomicU32::new(0));
        let value = Arc::new(Noted(dropped.clone(), 1));
        let theirs = value.clone();
        let worker = thread::spawn(move || drop(theirs));
        drop(value);
        assert_eq!(dropped.load(SeqCst), 1, "main was the last");
        worker.join().unwrap();
    });
}

#[test]
fn a_thread_that_waits_for_a_count_is_let_on_when_it_changes() {
    let explored = super::passes(|| {
        let value = Arc::new(());
        let theirs = value.clone();
        let worker = thread::spawn(move || drop(theirs));
        while Arc::strong_count(&value) > 1 {}
        assert!(Arc::try_unwrap(value).is_ok());
        worker.join().unwrap();
    });
    assert!(explored.executions < 20, "{explored:?}");
    super::fails(FailureKind::StepLimit, || {
        let value = Arc::new(());
        let _kept = value.clone();
        while Arc::strong_count(&value) > 1 {}
    });
}

#[test]
fn what_is_the_only_reference_after_all_were_joined_is_so_in_every_interleaving() {
    let explored = super::passes(|| {
        let total = Arc::new(Mutex::new(0));
        let workers: Vec<_> = (0..3)
            .map(|_| {
                let total = Arc::clone(&total);
                thread::spawn(move || *total.lock().unwrap() += 1)
            })
            .collect();
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        let total = Arc::try_unwrap(total).expect("all others have ended");
        assert_eq!(total.into_inner().unwrap(), 3);
    });
    assert_eq!(
        explored.executions, 6,
        "the orders of the locks: {explored:?}"
    );
}

#[test]
fn exactly_one_of_several_threads_gets_the_value() {
    let explored = super::passes(|| {
        let value = Arc::new(5);
        let winners: Vec<_> = (0..3)
            .map(|_| {
                let value = value.clone();
                thread::spawn(move || Arc::into_inner(value))
            })
            .collect();
        drop(value);
        let got = winners
            .into_iter()
            .filter_map(|winner| winner.join().unwrap());
        assert!(got.count() <= 1, "at most one is the last");
    });
    assert_eq!(explored.executions, 4, "who is the last: {explored:?}");
}

#[test]
fn a_weak_reference_is_good_while_somebody_keeps_the_value() {
    super::passes(|| {
        let value = Arc::new(7);
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let weak = Arc::downgrade(&value);
                thread::spawn(move || weak.upgrade().map(|value| *value))
            })
            .collect();
        for worker in workers {
            assert_eq!(worker.join().unwrap(), Some(7));
        }
        assert_eq!((Arc::strong_count(&value), Arc::weak_count(&value)), (1, 0));
    });
}

#[test]
fn the_usual_pool_needs_no_closer_look() {
    let pool = || {
        let (jobs, to_do) = mpsc::channel::<u32>();
        let to_do = Arc::new(Mutex::new(to_do));
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let to_do = to_do.clone();
                thread::spawn(move || while to_do.lock().unwrap().recv().is_ok() {})
            })
            .collect();
        drop(to_do);
        jobs.send(1).unwrap();
        drop(jobs);
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
    };
    let plain = OnePass::default().run(pool, |_| {});
    assert_eq!(super::passes(pool).executions, plain.executions);
}

#[test]
fn a_reference_that_is_dropped_while_unwinding_is_counted() {
    super::passes(|| {
        let value = Arc::new(());
        let theirs = value.clone();
        let worker = thread::spawn(move || {
            let _theirs = theirs;
            panic!("on purpose");
        });
        assert!(worker.join().is_err());
        assert_eq!(Arc::strong_count(&value), 1);
    });
}

trait Job {
    fn run(self: Arc<Self>) -> u32;
}

struct Pooled(u32, Mutex<Weak<Pooled>>);

impl Job for Pooled {
    fn run(self: Arc<Self>) -> u32 {
        self.0
    }
}

impl Pooled {
    fn start(self: &Arc<Self>) -> thread::JoinHandle<u32> {
        let this = Arc::clone(self);
        thread::spawn(move || this.run())
    }
}

#[test]
fn what_is_written_for_std_compiles() {
    super::passes(|| {
        let job: Arc<dyn Fn(u32) -> u32 + Send + Sync> = Arc::new(|number| number + 1);
        let theirs = Arc::clone(&job);
        assert_eq!(thread::spawn(move || theirs(1)).join().unwrap() + job(2), 5);
        let pooled = Arc::new_cyclic(|this: &Weak<Pooled>| Pooled(4, Mutex::new(this.clone())));
        assert_eq!(pooled.start().join().unwrap(), 4);
        assert!(Weak::ptr_eq(
            &pooled.1.lock().unwrap(),
            &Arc::downgrade(&pooled)
        ));
        let dynamic: Arc<dyn Job> = pooled;
        assert_eq!(dynamic.run(), 4);
        let text: Arc<str> = "some text".into();
        let words: Arc<[&str]> = text.split(' ').collect();
        assert_eq!(
            (words.len(), &*Arc::<[u8]>::from(text.clone())),
            (2, text.as_bytes())
        );
        // What it borrows may be gone before the reference, as long as nobody looks.
        let (borrows, borrowed);
        borrowed = 5;
        borrows = Arc::new(&borrowed);
        assert_eq!(**borrows, 5);
        let any: Arc<dyn std::any::Any + Send + Sync> = Arc::new(3_u8);
        assert_eq!(any.downcast::<u8>().map(|number| *number).ok(), Some(3));
    });
}
