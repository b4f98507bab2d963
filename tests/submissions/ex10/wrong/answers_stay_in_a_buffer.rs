//! Writes through a buffer, which it flushes when it is dropped: the pool waits for the answer, and
//! the worker for the next chunk.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! serve_answers_each_chunk_at_once = "timed_out"
//! the_six_numbers_over_processes = "timed_out"
//! ```

pub fn serve(test: impl Fn(u64) -> bool) {
    let mut output = io::BufWriter::new(io::stdout());
    for line in io::stdin().lines() {
        let line = line.unwrap();
        let answers: Vec<String> = line
            .split(' ')
            .map(|number| test(number.parse().unwrap()).to_string())
            .collect();
        writeln!(output, "{}", answers.join(" ")).unwrap();
    }
}
