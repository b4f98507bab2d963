//! A thread for each worker takes the next index, and what each brings back is put into order at
//! the end.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::atomic::{AtomicUsize, Ordering};

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0 && chunk_size > 0);
    let chunks: Vec<&[u64]> = numbers.chunks(chunk_size).collect();
    let next = AtomicUsize::new(0);
    let mut all = thread::scope(|scope| {
        let attendants: Vec<_> = (0..processes)
            .map(|_| scope.spawn(|| attend_by_index(&worker, &chunks, &next)))
            .collect();
        let join = |thread: thread::ScopedJoinHandle<'_, Vec<_>>| thread.join().unwrap();
        attendants.into_iter().flat_map(join).collect::<Vec<_>>()
    });
    all.sort_by_key(|(index, _)| *index);
    all.into_iter().flat_map(|(_, results)| results).collect()
}

fn attend_by_index(
    worker: impl Fn() -> Command,
    chunks: &[&[u64]],
    next: &AtomicUsize,
) -> Vec<(usize, Vec<Result<bool, WorkerDied>>)> {
    let mut done = Vec::new();
    // All workers start at once, those without a chunk too.
    let mut asked = Some(Worker::start(worker()));
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(chunk) = chunks.get(index) else {
            break;
        };
        let mut process = asked.take().unwrap_or_else(|| Worker::start(worker()));
        let results = match process.ask(chunk) {
            Ok(answers) => {
                asked = Some(process);
                answers.into_iter().map(Ok).collect()
            }
            Err(died) => {
                process.stop();
                vec![Err(died); chunk.len()]
            }
        };
        done.push((index, results));
    }
    asked.into_iter().for_each(Worker::stop);
    done
}
