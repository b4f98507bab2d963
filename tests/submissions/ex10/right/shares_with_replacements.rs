//! Each worker has its share of the chunks from the beginning, every so many-th. A channel brings
//! the answers home, each chunk with its number.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::mpsc;

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0 && chunk_size > 0);
    let chunks: Vec<&[u64]> = numbers.chunks(chunk_size).collect();
    let (sender, receiver) = mpsc::channel();
    let mut results = vec![Vec::new(); chunks.len()];
    thread::scope(|scope| {
        for first in 0..processes.min(chunks.len()) {
            let (sender, worker) = (sender.clone(), &worker);
            let share = chunks.iter().enumerate().skip(first).step_by(processes);
            scope.spawn(move || {
                let mut process = None;
                for (number, chunk) in share {
                    let mut asked = process.take().unwrap_or_else(|| Worker::start(worker()));
                    let answers = asked.ask(chunk);
                    if answers.is_ok() {
                        process = Some(asked);
                    } else {
                        asked.stop();
                    }
                    sender.send((number, answers)).unwrap();
                }
                process.into_iter().for_each(Worker::stop);
            });
        }
        drop(sender);
        for (number, answers) in receiver {
            results[number] = match answers {
                Ok(answers) => answers.into_iter().map(Ok).collect(),
                Err(died) => vec![Err(died); chunks[number].len()],
            };
        }
    });
    results.concat()
}
