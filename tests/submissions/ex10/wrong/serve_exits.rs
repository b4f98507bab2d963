//! Ends the process where the function should return.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! serve_answers_each_chunk_at_once = "wrong"
//! ```

pub fn serve(test: impl Fn(u64) -> bool) {
    for line in io::stdin().lines() {
        let line = line.unwrap();
        let answers: Vec<String> = line
            .split(' ')
            .map(|number| test(number.parse().unwrap()).to_string())
            .collect();
        println!("{}", answers.join(" "));
        io::stdout().flush().unwrap();
    }
    std::process::exit(0)
}
