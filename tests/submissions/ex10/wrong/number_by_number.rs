//! Takes chunks from the queue and sends their numbers one by one: the chunk saves nothing.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! numbers_travel_in_chunks = "wrong"
//! a_dead_worker_fails_its_own_chunk_only = "wrong"
//! ```

impl Worker {
    fn ask(&mut self, chunk: &[u64]) -> Result<Vec<bool>, WorkerDied> {
        let mut answers = Vec::new();
        for number in chunk {
            writeln!(self.input, "{number}").map_err(|_| WorkerDied)?;
            let mut line = String::new();
            self.output.read_line(&mut line).map_err(|_| WorkerDied)?;
            answers.push(line.trim_end().parse().map_err(|_| WorkerDied)?);
        }
        Ok(answers)
    }
}
