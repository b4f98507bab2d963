//! How many interleavings a search would run is known before it has run them, within a factor of two.

use std::model::{Coverage, Exhaustive, OnePass, estimate};
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// So many threads, each of which does `body` with its number.
fn crowd(threads: usize, body: impl Fn(usize) + Send + Sync) {
    thread::scope(|scope| {
        for thread in 0..threads {
            let body = &body;
            scope.spawn(move || body(thread));
        }
    });
}

fn atomics<const N: usize>() -> [AtomicU32; N] {
    std::array::from_fn(|_| AtomicU32::new(0))
}

/// Seven threads lock a mutex: 7!.
fn lock() {
    let lock = Mutex::new(0);
    crowd(7, |_| *lock.lock().unwrap() += 1);
}

/// Three threads lock three mutexes one after the other: (3!)^3.
fn locks() {
    let locks = [0, 0, 0].map(Mutex::new);
    crowd(3, |_| {
        locks.iter().for_each(|lock| *lock.lock().unwrap() += 1)
    });
}

/// (3!)^2.
fn load_and_store() {
    let count = AtomicU32::new(0);
    crowd(3, |_| count.store(count.load(SeqCst) + 1, SeqCst));
}

/// One store, and ten loads before or after it: 2^10.
fn readers() {
    let value = AtomicU32::new(0);
    crowd(11, |thread| match thread {
        0 => value.store(1, SeqCst),
        _ => drop(value.load(SeqCst)),
    });
}

/// Each puts one more than its neighbour has.
fn last_zero() {
    let values: [AtomicU32; 8] = atomics();
    crowd(8, |thread| match thread {
        0 => drop(values.iter().rev().find(|value| value.load(SeqCst) == 0)),
        _ => values[thread].store(values[thread - 1].load(SeqCst) + 1, SeqCst),
    });
}

/// Five philosophers, who take the lower fork first: 2^5 - 2.
fn philosophers() {
    let forks = [(); 5].map(Mutex::new);
    crowd(5, |seat| {
        let next = (seat + 1) % 5;
        let _lower = forks[seat.min(next)].lock().unwrap();
        let _higher = forks[seat.max(next)].lock().unwrap();
    });
}

fn messages() {
    let (sender, receiver) = mpsc::channel();
    for thread in 0..5 {
        let sender = sender.clone();
        thread::spawn(move || sender.send(thread).unwrap());
    }
    drop(sender);
    receiver.iter().for_each(drop);
}

#[test]
fn it_is_known_within_a_factor_of_two() {
    let programs: [(&str, fn()); 7] = [
        ("lock", lock),
        ("locks", locks),
        ("load and store", load_and_store),
        ("readers", readers),
        ("last zero", last_zero),
        ("philosophers", philosophers),
        ("messages", messages),
    ];
    for (name, program) in programs {
        let there_are = OnePass::default().run(program, |_| {}).executions;
        let estimated = estimate(program).unwrap_or(0);
        assert!(
            (there_are / 2..=there_are * 2).contains(&estimated),
            "{name}: {estimated} for {there_are}"
        );
    }
}

#[test]
fn what_is_too_much_says_how_much_it_is() {
    let ten = || {
        let lock = Mutex::new(0);
        crowd(10, |_| *lock.lock().unwrap() += 1);
    };
    let search = Exhaustive::new().budget(Duration::MAX).executions(1_000);
    let explored = search.run(ten).unwrap();
    assert_eq!(explored.coverage, Coverage::Sample);
    assert_eq!(explored.size.interleavings, Some(3_628_800), "10!");
}
