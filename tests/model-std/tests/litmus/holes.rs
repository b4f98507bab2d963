//! Two holes of model checking with loom alone, and that this crate does not have them.

use std::sync::Arc;
use std::sync::atomic::Ordering::{Relaxed, SeqCst};

use super::{exhaustive, loom, programs, set};

/// Loom takes a load to commute with the load before another thread's store, and so never runs it after the store.
#[test]
fn a_load_then_a_store_against_a_load_has_two_outcomes_of_which_loom_shows_one() {
    let order = (Relaxed, Relaxed);
    assert_eq!(
        loom(move || programs::loom::load_then_store_against_a_load(order)),
        set(&[&[0]]),
        "loom's hole"
    );
    let here = exhaustive(move || programs::model_std::load_then_store_against_a_load(order));
    assert_eq!(here, set(&[&[0], &[1]]));
    let here = exhaustive(|| programs::model_std::load_then_store_against_a_load((SeqCst, SeqCst)));
    assert_eq!(here, set(&[&[0], &[1]]));
}

/// An atomic that the first thread to need it makes, as lazily initialised code does.
#[test]
fn an_atomic_made_in_a_thread_can_be_used_by_another() {
    let made_by_loom = std::panic::catch_unwind(|| {
        loom(|| {
            let slot = Arc::new(std::sync::OnceLock::new());
            let theirs = slot.clone();
            let other = loom::thread::spawn(move || {
                theirs
                    .get_or_init(|| loom::sync::atomic::AtomicUsize::new(7))
                    .load(SeqCst);
            });
            let seen = slot
                .get_or_init(|| loom::sync::atomic::AtomicUsize::new(7))
                .load(SeqCst);
            other.join().unwrap();
            vec![seen]
        })
    });
    assert!(
        made_by_loom.is_err(),
        "loom's hole: it reports a causality violation"
    );
    let here = exhaustive(|| {
        let slot = Arc::new(std::sync::OnceLock::new());
        let theirs = slot.clone();
        let other = model_std::thread::spawn(move || {
            theirs
                .get_or_init(|| model_std::sync::atomic::AtomicUsize::new(7))
                .fetch_add(1, SeqCst);
        });
        let seen = slot
            .get_or_init(|| model_std::sync::atomic::AtomicUsize::new(7))
            .load(SeqCst);
        other.join().unwrap();
        vec![seen]
    });
    assert_eq!(here, set(&[&[7], &[8]]));
}
