//! Puts the answers of the first worker first, then those of the second: the order of the threads
//! that it joins.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! answers_keep_the_order_of_the_numbers = "wrong"
//! ```

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0 && chunk_size > 0);
    let chunks: Vec<&[u64]> = numbers.chunks(chunk_size).collect();
    let (chunks, worker) = (&chunks, &worker);
    thread::scope(|scope| {
        let shares: Vec<_> = (0..processes.min(chunks.len()))
            .map(|first| {
                let share = chunks.iter().skip(first).step_by(processes);
                scope.spawn(move || share_of(worker, share.copied()))
            })
            .collect();
        shares
            .into_iter()
            .flat_map(|share| share.join().unwrap())
            .collect()
    })
}

fn share_of<'a>(
    worker: impl Fn() -> Command,
    share: impl Iterator<Item = &'a [u64]>,
) -> Vec<Result<bool, WorkerDied>> {
    let mut results = Vec::new();
    let mut at_work = Worker::start(worker());
    for chunk in share {
        match at_work.ask(chunk) {
            Ok(answers) => results.extend(answers.into_iter().map(Ok)),
            Err(died) => {
                results.extend(chunk.iter().map(|_| Err(died)));
                std::mem::replace(&mut at_work, Worker::start(worker())).stop();
            }
        }
    }
    at_work.stop();
    results
}
