//! The program that confines another one and becomes it; the grader starts it once for each compiler and each check.
//!
//! The grader can do the same (`grader --confine`), and does where this program does not lie beside it. But it is large, and
//! to start it costs more than all the rest.

use std::process::ExitCode;

fn main() -> ExitCode {
    sandbox::become_confined().unwrap_or_else(|| {
        eprintln!("grader-box is started by the grader alone; run `cargo run -p grader -- --help`");
        ExitCode::from(2)
    })
}
