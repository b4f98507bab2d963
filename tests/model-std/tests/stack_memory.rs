//! Memory of deep stacks. Nothing runs beside it, because it is the whole process's memory that is looked at.

use model_std::model::virtual_time;
use model_std::sync::{Arc, Barrier};
use model_std::thread;

/// Resident memory in bytes, on Linux; pages of 4 KiB are the smallest there are.
fn resident() -> Option<usize> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: usize = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

fn descend(levels: u64) -> u64 {
    let here = [levels; 128];
    let here = std::hint::black_box(&here);
    if levels == 0 {
        0
    } else {
        descend(levels - 1) + here[7] / levels
    }
}

#[test]
fn the_memory_of_deep_stacks_is_given_back() {
    const THREADS: usize = 32;
    let run = |levels| {
        virtual_time(move || {
            let all_alive = Arc::new(Barrier::new(THREADS));
            let threads: Vec<_> = (0..THREADS)
                .map(|_| {
                    let all_alive = all_alive.clone();
                    thread::spawn(move || {
                        descend(levels);
                        all_alive.wait();
                    })
                })
                .collect();
            for thread in threads {
                thread.join().unwrap();
            }
        });
    };
    let _turn = crate::turn();
    run(1);
    let Some(before) = resident() else { return };
    run(4_000);
    let kept = resident().unwrap().saturating_sub(before);
    // They have used 4 MB each, 128 MB in all.
    assert!(kept < 16 << 20, "{kept} bytes are kept");
}
