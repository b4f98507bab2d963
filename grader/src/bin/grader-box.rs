//! The program that confines another one, or only has it end with the grader, and becomes it; the grader starts it once for
//! each compiler and each confined check.
//!
//! The grader can do the same (`grader --confine`, `grader --become`), and does where this program does not lie beside it.
//! But it is large, and to start it costs more than all the rest.

use std::process::ExitCode;

fn main() -> ExitCode {
    let other = sandbox::become_confined().or_else(sandbox::become_program);
    other.unwrap_or_else(|| {
        eprintln!("grader-box is started by the grader alone; run `cargo run -p grader -- --help`");
        ExitCode::from(2)
    })
}
