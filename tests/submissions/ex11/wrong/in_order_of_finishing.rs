//! Returns the results as they come.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_job_is_done_once = "wrong"
//! the_queue_holds_what_it_has_room_for = "passed"
//! ```

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;

    let (to_workers, queue) = bounded::<J>(capacity);
    let (to_caller, results) = unbounded::<R>();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (queue, to_caller) = (queue.clone(), to_caller.clone());
            scope.spawn(move || {
                for job in queue {
                    let _ = to_caller.send(work(job));
                }
            });
        }
        drop((queue, to_caller));
        for job in jobs {
            if to_workers.send(job).is_err() {
                break;
            }
        }
        drop(to_workers);
        results.into_iter().collect()
    })
}
