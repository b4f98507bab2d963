//! Memory of a long search. Nothing runs beside it, because it is the whole process's memory that is looked at.
//!
//! For a million executions: `EXECUTIONS=1000000 cargo test -p model-std-tests --test alone memory -- --nocapture`

use model_std::model::Exhaustive;
use model_std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use model_std::sync::{Arc, Condvar, Mutex, mpsc};
use model_std::thread;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Executions if nobody asks for more.
const EXECUTIONS: u64 = 100_000;

/// How much more memory there may be at the end than after the first thousands. What is left behind by each of a
/// hundred thousand executions would be far more, were it only a pointer to 16 bytes.
const MOST_BYTES: u64 = 1 << 20;

/// Resident bytes, on Linux.
fn resident() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

/// Executions begun.
static BEGUN: AtomicU64 = AtomicU64::new(0);

/// Searches through all programs, again and again, until so many executions have begun.
fn search_until(executions: u64) {
    let programs: [fn(); 3] = [locks, messages, stale_and_spurious];
    for program in programs.into_iter().cycle() {
        if BEGUN.load(Relaxed) >= executions {
            return;
        }
        let counted = move || {
            BEGUN.fetch_add(1, Relaxed);
            program();
        };
        let explored = Exhaustive::new().run(counted);
        explored.expect("the programs are right");
    }
}

/// Many of its executions turn out half way to be like others.
fn locks() {
    let shared = Arc::new(Mutex::new(vec![0_u8; 256]));
    let threads: [_; 3] = std::array::from_fn(|at| {
        let shared = shared.clone();
        thread::spawn(move || {
            shared.lock().unwrap()[at] += 1;
            shared.lock().unwrap()[at] += 1;
        })
    });
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

fn messages() {
    let (sender, receiver) = mpsc::channel();
    let threads = [1, 2].map(|number| {
        let sender = sender.clone();
        thread::spawn(move || sender.send(vec![number; 100]).unwrap())
    });
    drop(sender);
    assert_eq!(receiver.iter().flatten().sum::<i32>(), 300);
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
}

/// Also takes the second pass.
fn stale_and_spurious() {
    let shared = Arc::new((Mutex::new(false), Condvar::new(), AtomicUsize::new(0)));
    let theirs = shared.clone();
    let thread = thread::spawn(move || {
        theirs.2.store(1, Relaxed);
        *theirs.0.lock().unwrap() = true;
        theirs.1.notify_one();
    });
    let seen = shared.2.load(Relaxed);
    let mut ready = shared.0.lock().unwrap();
    while !*ready {
        ready = shared.1.wait(ready).unwrap();
    }
    drop(ready);
    thread.join().unwrap();
    assert!(seen <= shared.2.load(SeqCst));
}

#[test]
fn memory_stays_flat_however_many_executions_there_are() {
    let executions = std::env::var("EXECUTIONS").ok();
    let executions = executions.and_then(|text| text.parse().ok());
    let executions = executions.unwrap_or(EXECUTIONS);
    let _turn = crate::turn();
    search_until(10_000);
    let Some(before) = resident() else { return };
    search_until(10_000 + executions);
    let after = resident().unwrap_or(before);
    let grown = after.saturating_sub(before);
    println!("{executions} executions: {before} bytes before, {after} after");
    assert!(
        grown < MOST_BYTES,
        "{grown} bytes more after {executions} executions"
    );
}
