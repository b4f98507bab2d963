//! Starts a thread for each job, and lets the queue go.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! every_job_is_done_once = "wrong"
//! the_queue_holds_what_it_has_room_for = "wrong"
//! ```

pub fn process<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J>,
    workers: usize,
    capacity: usize,
    work: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    assert!(workers > 0);
    let work = &work;

    let _ = capacity;
    thread::scope(|scope| {
        let start = |job| scope.spawn(move || work(job));
        let threads: Vec<_> = jobs.into_iter().map(start).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, R>| thread.join().expect("no job panics");
        threads.into_iter().map(join).collect()
    })
}
