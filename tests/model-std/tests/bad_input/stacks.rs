//! Deep recursion: as deep as on the real std, and with a word on the cause where that is too deep.

use std::model::{self, exhaustive};
#[cfg(unix)]
use std::sync::{Arc, Mutex};
use std::thread;

#[cfg(unix)]
use super::child;

/// Goes down `levels` levels of at least 1 KiB each.
fn descend(levels: u64) -> u64 {
    let here = [levels; 128];
    let here = real::hint::black_box(&here);
    if levels == 0 {
        0
    } else {
        descend(levels - 1) + here[7] / levels
    }
}

#[test]
fn every_thread_may_recurse_as_deep_as_a_programs_main_thread() {
    model::virtual_time(|| {
        assert_eq!(descend(4_000), 4_000);
        let workers: [_; 3] = real::array::from_fn(|_| thread::spawn(|| descend(4_000)));
        for worker in workers {
            assert_eq!(worker.join().unwrap(), 4_000);
        }
    });
    assert!(exhaustive(|| assert_eq!(descend(4_000), 4_000)).is_complete());
}

#[cfg(unix)]
#[test]
fn a_recursion_without_end_names_its_thread_and_where_it_was() {
    let ended = child::run(
        "stacks::a_recursion_without_end_names_its_thread_and_where_it_was",
        || {
            model::virtual_time(|| {
                let shared = Arc::new(Mutex::new(0));
                let theirs = shared.clone();
                let worker = thread::spawn(move || {
                    let mut value = theirs.lock().unwrap();
                    *value = descend(u64::MAX);
                });
                let _ = worker.join();
            });
        },
    );
    assert!(real::os::unix::process::ExitStatusExt::signal(&ended.status).is_some());
    let said = "\nworker 1 has overflowed its stack of 8 MiB: a recursion without an end, or far too deep?\n\
                Its last operation in the model was at tests/bad_input/stacks.rs:";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn threads_are_called_by_their_names() {
    let ended = child::run("stacks::threads_are_called_by_their_names", || {
        exhaustive(|| {
            let olga = thread::Builder::new().name("Olga".to_owned());
            let _ = olga.spawn(|| descend(u64::MAX)).unwrap().join();
        });
    });
    let said = "\nOlga has overflowed its stack of 8 MiB";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
}

#[cfg(unix)]
#[test]
fn real_threads_overflow_as_they_always_did() {
    let ended = child::run("stacks::real_threads_overflow_as_they_always_did", || {
        model::virtual_time(|| ());
        let thread = real::thread::Builder::new().name("real".to_owned());
        let _ = thread.spawn(|| descend(u64::MAX)).unwrap().join();
    });
    assert!(
        ended.stderr.contains("thread 'real'") && ended.stderr.contains("has overflowed its stack"),
        "{}",
        ended.stderr
    );
}
