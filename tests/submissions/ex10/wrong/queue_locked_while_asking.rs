//! Right, and as slow as one process: what `while let` looks at lives as long as its body, so the
//! queue stays locked until the answer has come.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! processes_work_at_the_same_time = "not_concurrent"
//! ```

fn attend(worker: impl Fn() -> Command, queue: &Queue) {
    let mut idle = None;
    while let Some((chunk, places)) = queue.lock().unwrap().next() {
        let mut asked = idle.take().unwrap_or_else(|| Worker::start(worker()));
        match asked.ask(chunk) {
            Ok(answers) => {
                for (place, answer) in places.iter_mut().zip(answers) {
                    *place = Ok(answer);
                }
                idle = Some(asked);
            }
            Err(WorkerDied) => asked.stop(),
        }
    }
    if let Some(worker) = idle {
        worker.stop();
    }
}
