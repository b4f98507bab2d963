//! Says on standard output what it is doing, where the pool reads answers.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! serve_answers_each_chunk_at_once = "wrong"
//! the_six_numbers_over_processes = "wrong"
//! ```

pub fn serve(test: impl Fn(u64) -> bool) {
    for line in io::stdin().lines() {
        let line = line.unwrap();
        println!("testing {line}");
        let answers: Vec<String> = line
            .split(' ')
            .map(|number| test(number.parse().unwrap()).to_string())
            .collect();
        println!("{}", answers.join(" "));
        io::stdout().flush().unwrap();
    }
}
