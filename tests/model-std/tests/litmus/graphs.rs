//! How many executions the full pass takes for programs whose loads may be stale: as many as there are graphs, which say
//! what each load returns and in which order each atomic was stored to. When it was loaded is no matter.

use std::sync::Arc;
use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release};

use model_std::model::{OnePass, Work};
use model_std::sync::atomic::AtomicUsize;
use model_std::thread;

fn full(program: impl Fn() + Send + Sync + 'static) -> Work {
    let full = OnePass {
        full: true,
        ..OnePass::default()
    };
    full.run(program, |_| {})
}

/// So many threads, each of which does that with the same atomics.
fn all_of(
    threads: usize,
    atomics: usize,
    body: impl Fn(usize, &[AtomicUsize]) + Copy + Send + 'static,
) {
    let shared: Arc<[AtomicUsize]> = (0..atomics).map(|_| AtomicUsize::new(0)).collect();
    let spawn = |at| {
        let shared = shared.clone();
        thread::spawn(move || body(at, &shared))
    };
    let threads: Vec<_> = (0..threads).map(spawn).collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

/// Each thread stores to its own and loads the next one's.
fn store_buffering(threads: usize, store: Ordering, load: Ordering) -> Work {
    full(move || {
        all_of(threads, threads, move |at, shared| {
            shared[at].store(1, store);
            shared[(at + 1) % threads].load(load);
        });
    })
}

#[test]
fn store_buffering_takes_two_executions_for_each_load() {
    for (store, load) in [(Relaxed, Relaxed), (Release, Acquire)] {
        for threads in 2..=4 {
            let work = store_buffering(threads, store, load);
            assert_eq!(work.executions, 1 << threads, "{threads}: {work:?}");
        }
    }
}

#[test]
fn readers_of_one_store_take_two_executions_each() {
    let work = full(|| {
        all_of(5, 1, |at, shared| match at {
            0 => shared[0].store(1, Relaxed),
            _ => _ = shared[0].load(Relaxed),
        });
    });
    assert_eq!(work.executions, 16, "{work:?}");
}

#[test]
fn a_reader_of_two_stores_takes_as_many_as_it_can_tell_pairs() {
    let work = full(|| {
        all_of(2, 1, |at, shared| {
            for value in 1..=2 {
                match at {
                    0 => shared[0].store(value, Relaxed),
                    _ => _ = shared[0].load(Relaxed),
                }
            }
        });
    });
    // 00, 01, 02, 11, 12, 22.
    assert_eq!(work.executions, 6, "{work:?}");
}

#[test]
fn two_writers_and_a_reader_take_two_orders_and_three_values() {
    let work = full(|| {
        all_of(3, 1, |at, shared| match at {
            2 => _ = shared[0].load(Relaxed),
            _ => shared[0].store(at + 1, Relaxed),
        });
    });
    assert_eq!(work.executions, 6, "{work:?}");
}

#[test]
fn independent_reads_take_two_executions_for_each_load() {
    let work = full(|| {
        all_of(4, 2, |at, shared| match at {
            0 | 1 => shared[at].store(1, Relaxed),
            _ => {
                shared[at % 2].load(Relaxed);
                shared[(at + 1) % 2].load(Relaxed);
            }
        });
    });
    assert_eq!(work.executions, 16, "{work:?}");
}
