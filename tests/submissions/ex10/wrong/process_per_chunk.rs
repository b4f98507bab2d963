//! Starts a process for each chunk: no more than `processes` at a time, but each is thrown away
//! after one answer.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! processes_work_at_the_same_time = "wrong"
//! a_dead_worker_fails_its_own_chunk_only = "wrong"
//! ```

fn attend(worker: impl Fn() -> Command, queue: &Queue) {
    loop {
        let next = queue.lock().unwrap().next();
        let Some((chunk, places)) = next else { break };
        let mut worker = Worker::start(worker());
        if let Ok(answers) = worker.ask(chunk) {
            for (place, answer) in places.iter_mut().zip(answers) {
                *place = Ok(answer);
            }
        }
        worker.stop();
    }
}
