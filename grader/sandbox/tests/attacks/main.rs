//! Attacks, each against every layer by itself and against the whole.
//!
//! A submission cannot even say most of them: it has no `unsafe`, no libc and no files. So they are tried where a
//! submission would be that had got around the screen and the allow-list: in a program of its own, started under the same
//! profile. This program is all three: the launcher (`--confine`), the attacker (`--attack`), and the tests.
//!
//! Each attack is first made without a sandbox, where it has to succeed, so that no attack is contained because it is none.
//! Those that fill something up stop by themselves soon above the limits of these tests, which are low.

#[cfg(target_os = "linux")]
mod attack;
#[cfg(target_os = "linux")]
mod outside;
#[cfg(target_os = "linux")]
mod table;
#[cfg(target_os = "linux")]
mod tests;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    if let Some(code) = sandbox::become_confined().or_else(attack::become_attacker) {
        return code;
    }
    let arguments = libtest_mimic::Arguments::from_args();
    libtest_mimic::run(&arguments, tests::all()).exit_code()
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    ExitCode::SUCCESS
}
