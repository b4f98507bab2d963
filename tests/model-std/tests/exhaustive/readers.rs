//! A writer that waits lets no new reader in, as on std.

use std::model::{FailureKind, VirtualTime};
use std::sync::{Arc, Barrier, RwLock};
use std::thread;
use std::time::Duration;

use super::{fails, passes, races};

/// A thread that writes once.
fn writer(table: &Arc<RwLock<u32>>) -> thread::JoinHandle<()> {
    let table = table.clone();
    thread::spawn(move || *table.write().unwrap() += 1)
}

#[test]
fn reading_again_behind_a_writer_is_a_deadlock_that_says_so() {
    let failure = fails(FailureKind::Deadlock, || {
        let table = Arc::new(RwLock::new(0));
        let worker = writer(&table);
        let outer = table.read().unwrap();
        let inner = table.read().unwrap();
        assert_eq!(*outer, *inner);
        drop((outer, inner));
        worker.join().unwrap();
    });
    assert!(!failure.always, "{failure}");
    insta::assert_snapshot!(failure.to_string());
}

#[test]
fn reading_in_a_nested_function_is_the_same() {
    fn sum(table: &RwLock<u32>) -> u32 {
        let guard = table.read().unwrap();
        *guard + first(table)
    }
    fn first(table: &RwLock<u32>) -> u32 {
        *table.read().unwrap()
    }
    fails(FailureKind::Deadlock, || {
        let table = Arc::new(RwLock::new(0));
        let worker = writer(&table);
        assert_eq!(sum(&table) % 2, 0);
        worker.join().unwrap();
    });
}

#[test]
fn a_reader_that_waits_for_another_reader_may_wait_for_ever() {
    let failure = fails(FailureKind::Deadlock, || {
        let table = Arc::new(RwLock::new(0));
        let both = Arc::new(Barrier::new(2));
        let reader = || {
            let (table, both) = (table.clone(), both.clone());
            thread::spawn(move || {
                let _guard = table.read().unwrap();
                both.wait();
            })
        };
        let threads = [reader(), reader(), writer(&table)];
        threads
            .into_iter()
            .for_each(|thread| thread.join().unwrap());
    });
    assert!(!failure.always, "{failure}");
    assert!(
        failure.message.contains("which waits to write"),
        "{failure}"
    );
}

#[test]
fn a_try_read_behind_a_writer_fails() {
    races(|| {
        let table = Arc::new(RwLock::new(0));
        let worker = writer(&table);
        let outer = table.read().unwrap();
        assert!(table.try_read().is_ok(), "a reader holds it");
        drop(outer);
        worker.join().unwrap();
    });
}

#[test]
fn readers_that_only_read_never_deadlock() {
    passes(|| {
        let table = Arc::new(RwLock::new(0));
        let readers = [0, 1].map(|_| {
            let table = table.clone();
            thread::spawn(move || *table.read().unwrap())
        });
        let worker = writer(&table);
        for reader in readers {
            assert!(reader.join().unwrap() < 2);
        }
        worker.join().unwrap();
    });
}

#[test]
fn without_a_writer_reading_again_is_fine() {
    passes(|| {
        let table = RwLock::new(7);
        let outer = table.read().unwrap();
        thread::scope(|scope| {
            scope.spawn(|| assert_eq!(*table.read().unwrap() + *table.read().unwrap(), 14));
        });
        assert_eq!(*table.read().unwrap(), *outer);
    });
}

/// A writer that only tries never waits.
#[test]
fn a_writer_that_only_tries_keeps_nobody_out() {
    passes(|| {
        let table = Arc::new(RwLock::new(0));
        let theirs = table.clone();
        let worker = thread::spawn(move || theirs.try_write().map(|mut value| *value += 1).is_ok());
        let outer = table.read().unwrap();
        assert_eq!(*outer, *table.read().unwrap());
        drop(outer);
        let wrote = worker.join().unwrap();
        assert_eq!(*table.read().unwrap(), u32::from(wrote));
    });
}

#[test]
fn reading_again_after_a_downgrade_is_the_same() {
    fails(FailureKind::Deadlock, || {
        let table = Arc::new(RwLock::new(0));
        let worker = writer(&table);
        let guard = std::sync::RwLockWriteGuard::downgrade(table.write().unwrap());
        assert_eq!(*guard, *table.read().unwrap());
        drop(guard);
        worker.join().unwrap();
    });
}

#[test]
fn writing_what_one_reads_is_a_deadlock_with_oneself() {
    for upgrade in [
        |table: &RwLock<u32>| {
            let seen = table.read().unwrap();
            *table.write().unwrap() = *seen + 1;
        },
        |table: &RwLock<u32>| {
            let seen = std::sync::RwLockWriteGuard::downgrade(table.write().unwrap());
            *table.write().unwrap() = *seen + 1;
        },
    ] {
        let program = move || upgrade(&RwLock::new(0));
        let failure = fails(FailureKind::Deadlock, program);
        assert!(
            failure.message.contains("that it holds itself"),
            "{failure}"
        );
        let failure = VirtualTime::new().run(program).unwrap_err();
        assert!(
            failure.message.contains("that it holds itself"),
            "{failure}"
        );
    }
}

#[test]
fn in_virtual_time_a_writer_waits_from_the_moment_it_asks() {
    let program = || {
        let table = Arc::new(RwLock::new(0));
        let outer = table.read().unwrap();
        let worker = writer(&table);
        thread::sleep(Duration::from_secs(1));
        assert!(table.try_read().is_err() && table.try_write().is_err());
        drop(outer);
        worker.join().unwrap();
        assert_eq!(*table.read().unwrap(), 1);
    };
    VirtualTime::new().run(program).unwrap();
    let failure = VirtualTime::new().run(|| {
        let table = Arc::new(RwLock::new(0));
        let outer = table.read().unwrap();
        let _worker = writer(&table);
        thread::sleep(Duration::from_secs(1));
        drop((table.read().unwrap(), outer));
    });
    let failure = failure.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock);
    assert!(
        failure
            .message
            .contains("behind worker 1, which waits to write"),
        "{failure}"
    );
}
