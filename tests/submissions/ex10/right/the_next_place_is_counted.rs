//! An atomic number says where the next chunk begins, and the answers lie under one lock.
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
    if processes < 1 {
        panic!("no processes");
    }
    if chunk_size < 1 {
        panic!("empty chunks");
    }
    let mut results: Vec<Result<bool, WorkerDied>> = Vec::new();
    for _ in numbers {
        results.push(Err(WorkerDied));
    }
    let results = Mutex::new(results);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for _ in 0..processes {
            let thread = scope.spawn(|| {
                let mut mine: Vec<Worker> = vec![];
                loop {
                    let start = next.fetch_add(chunk_size, Ordering::SeqCst);
                    if start >= numbers.len() {
                        break;
                    }
                    let mut end = start + chunk_size;
                    if end > numbers.len() {
                        end = numbers.len();
                    }
                    if mine.is_empty() {
                        mine.push(Worker::start(worker()));
                    }
                    let answers = mine[0].ask(&numbers[start..end]);
                    if let Ok(answers) = answers {
                        let mut results = results.lock().unwrap();
                        for i in 0..answers.len() {
                            results[start + i] = Ok(answers[i]);
                        }
                    } else {
                        mine.pop().unwrap().stop();
                    }
                }
                for worker in mine {
                    worker.stop();
                }
            });
            threads.push(thread);
        }
        for thread in threads {
            thread.join().unwrap();
        }
    });
    results.into_inner().unwrap()
}
