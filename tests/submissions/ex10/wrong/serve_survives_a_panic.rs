//! Takes care that the worker goes on, and so makes an answer of what is none.
//!
//! ```toml
//! base = "solution"
//! others = "passed"
//! the_six_numbers_over_processes = "wrong"
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

pub fn serve(test: impl Fn(u64) -> bool) {
    for line in io::stdin().lines() {
        let line = line.unwrap();
        let answers: Vec<String> = line
            .split(' ')
            .map(|w| {
                let n = w.parse().unwrap();
                catch_unwind(AssertUnwindSafe(|| test(n)))
                    .unwrap_or(false)
                    .to_string()
            })
            .collect();
        println!("{}", answers.join(" "));
        io::stdout().flush().unwrap();
    }
}
