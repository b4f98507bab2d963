//! As in Python: once a worker has died, the rest of the numbers fail.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_dead_worker_fails_its_own_chunk_only = "wrong"
//! ```

fn attend(worker: impl Fn() -> Command, queue: &Queue) {
    let mut asked = Worker::start(worker());
    loop {
        let next = queue.lock().unwrap().next();
        let Some((chunk, places)) = next else { break };
        match asked.ask(chunk) {
            Ok(answers) => {
                for (place, answer) in places.iter_mut().zip(answers) {
                    *place = Ok(answer);
                }
            }
            Err(WorkerDied) => while queue.lock().unwrap().next().is_some() {},
        }
    }
    asked.stop();
}
