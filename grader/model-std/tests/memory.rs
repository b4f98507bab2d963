//! Memory of a long search. Alone in its process, because it is the whole process's memory that is looked at.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

use std::model::exhaustive;
use std::sync::{Arc, Mutex};
use std::thread;

/// Resident pages, on Linux.
fn resident() -> Option<u64> {
    let statm = real::fs::read_to_string("/proc/self/statm").ok()?;
    statm.split(' ').nth(1)?.parse().ok()
}

/// What is left behind is what lay on the stacks of executions that turned out redundant and were abandoned half way.
#[test]
fn memory_hardly_grows_over_two_hundred_thousand_executions() {
    let run = |executions: u32| {
        let left = real::sync::Arc::new(real::sync::atomic::AtomicU32::new(executions));
        while left.load(real::sync::atomic::Ordering::Relaxed) > 0 {
            let left = left.clone();
            exhaustive(move || {
                let _ = left.fetch_update(
                    real::sync::atomic::Ordering::Relaxed,
                    real::sync::atomic::Ordering::Relaxed,
                    |left| left.checked_sub(1),
                );
                let shared = Arc::new(Mutex::new(vec![0_u8; 256]));
                let threads: [_; 3] = real::array::from_fn(|at| {
                    let shared = shared.clone();
                    thread::spawn(move || {
                        shared.lock().unwrap()[at] += 1;
                        shared.lock().unwrap()[at] += 1;
                    })
                });
                threads
                    .into_iter()
                    .for_each(|thread| thread.join().unwrap());
            });
        }
    };
    run(2_000);
    let Some(before) = resident() else { return };
    run(200_000);
    let after = resident().unwrap();
    let bytes = after.saturating_sub(before) * 4096 / 200_000;
    assert!(
        bytes < 128,
        "{bytes} bytes an execution: from {before} to {after} pages"
    );
}
