//! Sends the chunk of a dead worker to the next one: perhaps it was bad luck.
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
        for _ in 0..2 {
            if let Ok(answers) = asked.ask(chunk) {
                for (place, answer) in places.iter_mut().zip(answers) {
                    *place = Ok(answer);
                }
                break;
            }
            std::mem::replace(&mut asked, Worker::start(worker())).stop();
        }
    }
    asked.stop();
}
