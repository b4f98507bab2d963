//! Unit tests stand in the file, and ask for what a submission cannot have. No build of the checks compiles them.
//!
//! ```toml
//! base = "solution"
//! ```

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::Counter;

    #[test]
    fn a_counter_counts() {
        let counter = Counter::default();
        counter.add(2);
        assert_eq!(counter.value(), 2);
        fs::write(env::temp_dir().join("counted"), "2").unwrap();
    }
}
