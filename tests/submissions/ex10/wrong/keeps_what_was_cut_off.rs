//! Reads by `lines`, which gives a line that was cut off as if it were whole, and takes what it can
//! read of it.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! a_dead_worker_fails_its_own_chunk_only = "wrong"
//! ```

fn attend(worker: impl Fn() -> Command, queue: &Queue) {
    let mut idle = None;
    loop {
        let next = queue.lock().unwrap().next();
        let Some((chunk, places)) = next else { break };
        let mut asked = idle.take().unwrap_or_else(|| Worker::start(worker()));
        let numbers: Vec<String> = chunk.iter().map(u64::to_string).collect();
        let _ = writeln!(asked.input, "{}", numbers.join(" "));
        match (&mut asked.output).lines().next() {
            Some(Ok(line)) => {
                for (place, word) in places.iter_mut().zip(line.split(' ')) {
                    *place = word.parse().map_err(|_| WorkerDied);
                }
                idle = Some(asked);
            }
            _ => asked.stop(),
        }
    }
    if let Some(worker) = idle {
        worker.stop();
    }
}
