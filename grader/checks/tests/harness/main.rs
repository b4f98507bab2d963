//! The harness from outside: real processes of a fixture exercise, supervised one by one and run as a
//! student runs them.
//!
//! A check's process is a process of the check binary itself, and Cargo tells no test where another
//! test's binary is. So this binary is both: started plainly it is the tests, started by them it is the
//! fixture.

#[path = "fixture/tests/checks.rs"]
mod fixture;
#[cfg(unix)]
mod leftovers;
mod student;
mod supervised;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

/// The environment variable that makes this binary the fixture.
pub(crate) const AS_THE_FIXTURE: &str = "CHECKS_TESTS_FIXTURE";

/// The environment variable that tells the fixture where to hold a line to: a test learns from its end
/// that the process has ended, and needs no clock for it.
pub(crate) const LINE: &str = "CHECKS_TESTS_LINE";

/// A test, by the name of its behaviour.
pub(crate) type Test = (&'static str, fn());

/// Lists functions as tests.
macro_rules! tests {
    ($($test:ident),* $(,)?) => { &[$((stringify!($test), $test as fn())),*] };
}
pub(crate) use tests;

fn main() -> ExitCode {
    if let Some(code) = fixture::main_of_the_fixture() {
        return code;
    }
    #[cfg(unix)]
    let tests = [supervised::TESTS, student::TESTS, leftovers::TESTS].concat();
    #[cfg(not(unix))]
    let tests = [supervised::TESTS, student::TESTS].concat();
    let trials = tests
        .into_iter()
        .map(|(name, test)| Trial::test(name, move || passes(test)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

/// A panic has been printed by its hook already.
fn passes(test: fn()) -> Result<(), Failed> {
    std::panic::catch_unwind(test).map_err(|_| Failed::without_message())
}
