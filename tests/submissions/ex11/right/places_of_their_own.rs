//! Writes each part of the sum, and each result, to a place of its own, and nobody joins: the scope does.
//!
//! ```toml
//! base = "solution"
//! ```

use std::sync::Mutex;

pub fn sum_of<T: Sync>(items: &[T], threads: usize, value: impl Fn(&T) -> u64 + Sync) -> u64 {
    assert!(threads > 0);
    let length = items.len().div_ceil(threads).max(1);
    let value = &value;
    let mut parts = vec![0; threads];
    thread::scope(|scope| {
        for (part, sum) in items.chunks(length).zip(&mut parts) {
            scope.spawn(move || *sum = part_sum(part, value));
        }
    });
    parts.into_iter().sum()
}

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let (to_workers, queue) = bounded::<(usize, J)>(capacity);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            let queue = queue.clone();
            let (results, work) = (&results, &work);
            scope.spawn(move || {
                for (number, job) in &queue {
                    let result = work(job);
                    let mut results = results.lock().unwrap();
                    if results.len() <= number {
                        results.resize_with(number + 1, || None);
                    }
                    results[number] = Some(result);
                }
            });
        }
        drop(queue);
        // An error says that all the workers are gone, and the scope says why.
        let _ = jobs
            .into_iter()
            .enumerate()
            .try_for_each(|job| to_workers.send(job));
        drop(to_workers);
    });
    let results = results.into_inner().unwrap();
    results
        .into_iter()
        .map(|result| result.expect("each job is done"))
        .collect()
}
