//! The caller sends a job or takes a result, whichever can be done first, so that results do not pile up.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;
    let (to_workers, queue) = bounded::<(usize, J)>(capacity);
    let (to_caller, results) = unbounded::<(usize, R)>();
    let mut done = thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, to_caller) = (queue.clone(), to_caller.clone());
            scope.spawn(move || {
                for (number, job) in queue {
                    to_caller
                        .send((number, work(job)))
                        .expect("the caller takes them all");
                }
            });
        }
        drop((queue, to_caller));
        let mut done = Vec::new();
        'jobs: for (number, job) in jobs.into_iter().enumerate() {
            let mut in_hand = Some((number, job));
            while in_hand.is_some() {
                select! {
                    send(to_workers, in_hand.take().unwrap()) -> sent => match sent {
                        Ok(()) => {}
                        Err(_) => break 'jobs,
                    },
                    recv(results) -> result => match result {
                        Ok(result) => done.push(result),
                        Err(_) => break 'jobs,
                    },
                }
            }
        }
        drop(to_workers);
        done.extend(results);
        done
    });
    done.sort_unstable_by_key(|&(number, _)| number);
    done.into_iter().map(|(_, result)| result).collect()
}
