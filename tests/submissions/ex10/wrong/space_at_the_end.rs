//! Writes a space after each answer: the last is followed by one that separates it from nothing.
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
            print!("{} ", test(number.parse().unwrap()));
        }
        println!();
        io::stdout().flush().unwrap();
    }
}
