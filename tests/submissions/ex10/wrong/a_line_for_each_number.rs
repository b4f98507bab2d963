//! Reads a chunk and answers as in exercise 05: a line for each number.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! serve_answers_each_chunk_at_once = "wrong"
//! the_six_numbers_over_processes = "wrong"
//! ```

pub fn serve(test: impl Fn(u64) -> bool) {
    for line in io::stdin().lines() {
        for number in line.unwrap().split(' ') {
            println!("{}", test(number.parse().unwrap()));
        }
        io::stdout().flush().unwrap();
    }
}
