//! Writes all chunks of a share to its worker in advance: what was in the pipe of a dead one is
//! lost.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_dead_worker_fails_its_own_chunk_only = "wrong"
//! ```

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0 && chunk_size > 0);
    let chunks = numbers.chunks(chunk_size);
    let mut results = vec![Err(WorkerDied); numbers.len()];
    let mut shares: Vec<Vec<_>> = (0..processes).map(|_| Vec::new()).collect();
    for (at, pair) in chunks.zip(results.chunks_mut(chunk_size)).enumerate() {
        shares[at % processes].push(pair);
    }
    thread::scope(|scope| {
        for share in shares {
            scope.spawn(|| send_all(Worker::start(worker()), share));
        }
    });
    results
}

fn send_all(mut worker: Worker, share: Vec<(&[u64], &mut [Result<bool, WorkerDied>])>) {
    for (chunk, _) in &share {
        let numbers: Vec<String> = chunk.iter().map(u64::to_string).collect();
        let _ = worker
            .input
            .write_all((numbers.join(" ") + "\n").as_bytes());
    }
    for (_, places) in share {
        let mut line = String::new();
        let _ = worker.output.read_line(&mut line);
        if line.ends_with('\n') {
            for (place, word) in places.iter_mut().zip(line.trim_end().split(' ')) {
                *place = word.parse().map_err(|_| WorkerDied);
            }
        }
    }
    worker.stop();
}
