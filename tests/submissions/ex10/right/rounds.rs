//! No thread at all: in each round every worker gets a chunk, and only then are answers read.
//!
//! ```toml
//! base = "solution"
//! ```

pub fn over_processes(
    worker: impl Fn() -> Command + Sync,
    processes: usize,
    chunk_size: usize,
    numbers: &[u64],
) -> Vec<Result<bool, WorkerDied>> {
    assert!(processes > 0 && chunk_size > 0);
    let mut results = Vec::new();
    let mut workers: Vec<Option<Worker>> = (0..processes).map(|_| None).collect();
    let chunks: Vec<&[u64]> = numbers.chunks(chunk_size).collect();
    for round in chunks.chunks(processes) {
        for (chunk, place) in round.iter().zip(&mut workers) {
            let worker = place.get_or_insert_with(|| Worker::start(worker()));
            worker.send(chunk);
        }
        for (chunk, place) in round.iter().zip(&mut workers) {
            let answers = place
                .as_mut()
                .and_then(|worker| worker.receive(chunk.len()));
            match answers {
                Some(answers) => results.extend(answers.into_iter().map(Ok)),
                None => {
                    results.extend(chunk.iter().map(|_| Err(WorkerDied)));
                    place.take().into_iter().for_each(Worker::stop);
                }
            }
        }
    }
    workers.into_iter().flatten().for_each(Worker::stop);
    results
}

impl Worker {
    fn send(&mut self, chunk: &[u64]) {
        let numbers: Vec<String> = chunk.iter().map(u64::to_string).collect();
        // A worker that is dead is noticed by its missing answer.
        let _ = writeln!(self.input, "{}", numbers.join(" "));
    }

    fn receive(&mut self, many: usize) -> Option<Vec<bool>> {
        let mut line = String::new();
        self.output.read_line(&mut line).ok()?;
        let words = line.strip_suffix('\n')?.split(' ');
        let answers: Vec<bool> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
        (answers.len() == many).then_some(answers)
    }
}
