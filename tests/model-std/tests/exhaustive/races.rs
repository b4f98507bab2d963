//! Races, and the correct programs that look like them.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex, RwLock, TryLockError, mpsc};
use std::thread;
use std::time::Duration;

use super::{fails, passes, races};

/// Runs `body` in two threads.
fn twice(body: impl Fn() + Send + Sync) {
    thread::scope(|scope| {
        scope.spawn(&body);
        scope.spawn(&body);
    });
}

#[test]
fn an_update_by_load_and_store_is_lost() {
    races(|| {
        let count = AtomicU32::new(0);
        twice(|| count.store(count.load(SeqCst) + 1, SeqCst));
        assert_eq!(count.into_inner(), 2);
    });
    passes(|| {
        let count = AtomicU32::new(0);
        twice(|| {
            count.fetch_add(1, SeqCst);
        });
        assert_eq!(count.into_inner(), 2);
    });
}

#[test]
fn an_update_in_a_compare_exchange_loop_is_not_lost() {
    passes(|| {
        let count = AtomicU32::new(0);
        twice(|| {
            let mut seen = count.load(SeqCst);
            while let Err(other) = count.compare_exchange(seen, seen + 1, SeqCst, SeqCst) {
                seen = other;
            }
        });
        assert_eq!(count.into_inner(), 2);
    });
}

#[test]
fn checking_under_one_lock_and_acting_under_the_next_is_caught() {
    races(|| {
        let stock = Mutex::new(1_i32);
        twice(|| {
            let some_left = *stock.lock().unwrap() > 0;
            if some_left {
                *stock.lock().unwrap() -= 1;
            }
        });
        assert_eq!(stock.into_inner().unwrap(), 0, "one was there");
    });
    passes(|| {
        let stock = Mutex::new(1_i32);
        twice(|| {
            let mut stock = stock.lock().unwrap();
            if *stock > 0 {
                *stock -= 1;
            }
        });
        assert_eq!(stock.into_inner().unwrap(), 0, "one was there");
    });
}

#[test]
fn upgrading_a_read_lock_is_caught() {
    races(|| {
        let total = RwLock::new(0);
        twice(|| {
            let seen = *total.read().unwrap();
            *total.write().unwrap() = seen + 1;
        });
        assert_eq!(total.into_inner().unwrap(), 2);
    });
}

#[test]
fn sleeping_orders_nothing() {
    races(|| {
        let ready = Arc::new(AtomicBool::new(false));
        let theirs = ready.clone();
        let worker = thread::spawn(move || theirs.store(true, SeqCst));
        thread::sleep(Duration::from_secs(3600));
        assert!(ready.load(SeqCst), "an hour was enough");
        worker.join().unwrap();
    });
}

#[test]
fn a_failing_try_lock_is_one_of_the_outcomes() {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        let lock = Mutex::new(0);
        let got = thread::scope(|scope| {
            scope.spawn(|| *lock.lock().unwrap() = 1);
            match lock.try_lock() {
                Ok(value) => Some(*value),
                Err(TryLockError::WouldBlock) => None,
                Err(TryLockError::Poisoned(_)) => unreachable!("nobody panics"),
            }
        });
        notes.lock().unwrap().insert(got);
    });
    assert_eq!(*seen.lock().unwrap(), [None, Some(0), Some(1)].into());
}

/// What a receiver gets from two senders of two messages each.
#[test]
fn a_channel_delivers_in_every_order_that_keeps_each_senders_own() {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        let (sender, receiver) = mpsc::channel();
        for base in [10, 20] {
            let sender = sender.clone();
            thread::spawn(move || (1..=2).for_each(|number| sender.send(base + number).unwrap()));
        }
        drop(sender);
        notes
            .lock()
            .unwrap()
            .insert(receiver.iter().collect::<Vec<_>>());
    });
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 6, "{seen:?}");
    let at = |order: &[i32], message| order.iter().position(|&other| other == message);
    assert!(
        seen.iter()
            .all(|order| at(order, 11) < at(order, 12) && at(order, 21) < at(order, 22))
    );
}

#[test]
fn a_bounded_channel_lets_the_sender_run_ahead_by_its_capacity() {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        let (sender, receiver) = mpsc::sync_channel(1);
        let sent = Arc::new(AtomicU32::new(0));
        let count = sent.clone();
        let worker = thread::spawn(move || {
            for _ in 0..3 {
                sender.send(()).unwrap();
                count.fetch_add(1, SeqCst);
            }
        });
        receiver.recv().unwrap();
        notes.lock().unwrap().insert(sent.load(SeqCst));
        receiver.iter().for_each(drop);
        worker.join().unwrap();
    });
    assert_eq!(
        *seen.lock().unwrap(),
        [0, 1, 2].into(),
        "one in the channel, one received, none of them counted yet"
    );
}

#[test]
fn a_failure_that_no_interleaving_avoids_is_told_apart() {
    let failure = fails(std::model::FailureKind::Panic, || {
        let count = AtomicU32::new(0);
        twice(|| {
            count.fetch_add(2, SeqCst);
        });
        assert_eq!(count.into_inner(), 2);
    });
    assert!(failure.always, "{failure}");
}

#[test]
fn the_simplest_failure_is_shown() {
    let failure = races(|| {
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
            }
        });
        assert_eq!(count.into_inner(), 3);
    });
    assert!(
        failure.to_string().contains("with one interruption"),
        "{failure}"
    );
}

#[test]
fn a_poll_of_three_rounds_may_give_up() {
    let seen = real::sync::Arc::new(real::sync::Mutex::new(real::collections::BTreeSet::new()));
    let notes = seen.clone();
    passes(move || {
        let flag = Arc::new(AtomicBool::new(false));
        let theirs = flag.clone();
        let worker = thread::spawn(move || theirs.store(true, SeqCst));
        let mut rounds = 0;
        while rounds < 3 && !flag.load(SeqCst) {
            rounds += 1;
            thread::yield_now();
        }
        worker.join().unwrap();
        notes.lock().unwrap().insert(rounds);
    });
    assert_eq!(*seen.lock().unwrap(), [0, 1, 2, 3].into());
}

#[test]
fn a_spin_lock_excludes() {
    passes(|| {
        let (locked, inside) = (AtomicBool::new(false), AtomicU32::new(0));
        twice(|| {
            while locked.swap(true, SeqCst) {
                std::hint::spin_loop();
            }
            assert_eq!(inside.fetch_add(1, SeqCst), 0, "alone");
            inside.fetch_sub(1, SeqCst);
            locked.store(false, SeqCst);
        });
    });
}
