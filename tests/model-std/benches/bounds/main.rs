//! What model-std promises about its speed, each promise as a ratio measured in one run, beside its bound.
//!
//! `cargo bench -p model-std-tests --bench bounds`, or only a part of it with `-- loom` or `-- virtual`. The exit code is
//! 1 if a bound does not hold.

#[macro_use]
extern crate model_std as std;
extern crate std as real;

mod against_loom;
mod measure;
mod virtual_seconds;

use real::process::ExitCode;

/// A part of the bench: the word that picks it, and what tells whether its bounds hold.
type Part = (&'static str, fn() -> bool);

const PARTS: [Part; 2] = [
    ("loom", against_loom::run),
    ("virtual", virtual_seconds::run),
];

fn main() -> ExitCode {
    let asked: Vec<String> = real::env::args().skip(1).collect();
    if !asked.iter().any(|ask| ask == "--bench") {
        // As a test, in a build that is not optimised, it would tell nothing.
        return ExitCode::SUCCESS;
    }
    let is_picked = |word: &str| asked.iter().all(|ask| ask.starts_with("--") || ask == word);
    let parts = PARTS.into_iter().filter(|(word, _)| is_picked(word));
    let fails = parts.filter(|(_, part)| !part()).count();
    if fails == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
