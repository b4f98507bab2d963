//! Statics are found as the source says in every execution, and judged like everything else.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{LazyLock, Mutex, OnceLock, RwLock};
use std::thread;

use crate::{passes, races};

/// Runs `body` in two threads.
fn twice(body: fn()) {
    let threads = [thread::spawn(body), thread::spawn(body)];
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

#[test]
fn a_static_counter_is_judged_right() {
    static HITS: AtomicUsize = AtomicUsize::new(0);
    passes(|| {
        twice(|| {
            HITS.fetch_add(1, SeqCst);
        });
        assert_eq!(HITS.load(SeqCst), 2);
    });
    races(|| {
        twice(|| HITS.store(HITS.load(SeqCst) + 1, SeqCst));
        assert_eq!(HITS.load(SeqCst), 2);
    });
}

#[test]
fn a_static_list_starts_empty_and_is_freed() {
    static RESULTS: Mutex<Vec<u64>> = Mutex::new(Vec::new());
    let explored = passes(|| {
        assert!(RESULTS.lock().unwrap().is_empty());
        twice(|| RESULTS.lock().unwrap().extend([1; 50]));
        assert_eq!(RESULTS.lock().unwrap().iter().sum::<u64>(), 100);
    });
    assert!(explored.executions >= 2, "{explored:?}");
}

#[test]
fn a_lock_inside_a_lazy_static_is_made_anew() {
    static LOG: LazyLock<Mutex<Vec<u64>>> = LazyLock::new(|| Mutex::new(vec![7, 8, 9]));
    passes(|| {
        twice(|| LOG.lock().unwrap().extend([1; 50]));
        assert_eq!(LOG.lock().unwrap().len(), 103);
    });
}

#[test]
fn a_static_cell_is_set_by_whoever_comes_first() {
    static WINNER: OnceLock<RwLock<Vec<u32>>> = OnceLock::new();
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        assert!(WINNER.get().is_none());
        let other = thread::spawn(|| {
            WINNER
                .get_or_init(|| RwLock::new(vec![1]))
                .write()
                .unwrap()
                .push(10)
        });
        WINNER
            .get_or_init(|| RwLock::new(vec![2]))
            .write()
            .unwrap()
            .push(20);
        other.join().unwrap();
        notes
            .lock()
            .unwrap()
            .insert(WINNER.get().unwrap().read().unwrap().clone());
    });
    let all: [Vec<u32>; 4] = [
        vec![1, 10, 20],
        vec![1, 20, 10],
        vec![2, 10, 20],
        vec![2, 20, 10],
    ];
    assert_eq!(*seen.lock().unwrap(), all.into());
}

#[test]
fn a_poisoned_static_is_sound_again_in_the_next_execution() {
    static SHARED: Mutex<u32> = Mutex::new(0);
    passes(|| {
        assert!(!SHARED.is_poisoned());
        let worker = thread::spawn(|| {
            let _guard = SHARED.lock();
            panic!("poison");
        });
        let before = SHARED.lock().is_ok();
        assert!(worker.join().is_err() && SHARED.is_poisoned());
        assert!(before || SHARED.lock().is_err());
    });
}
