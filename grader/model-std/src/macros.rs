//! The printing macros. Runs that repeat what another run prints are silent: an exhaustive one would print everything
//! thousands of times.

use std::fmt::Arguments;

use crate::engine;

/// Whether the text should be let through.
fn is_silent() -> bool {
    engine::try_with(|execution| execution.is_silent()).unwrap_or(false)
}

#[doc(hidden)]
pub fn __print(text: Arguments<'_>) {
    // Formatted first: a `Display` of the student's may take a modelled lock, and no other model thread must find
    // stdout locked meanwhile.
    let text = text.to_string();
    if !is_silent() {
        print!("{text}");
    }
}

#[doc(hidden)]
pub fn __eprint(text: Arguments<'_>) {
    let text = text.to_string();
    if !is_silent() {
        eprint!("{text}");
    }
}

/// Prints to standard output; silent in exhaustive runs.
#[macro_export]
macro_rules! print {
    ($($arg:tt)*) => { $crate::__print($crate::format_args!($($arg)*)) };
}

/// Prints a line to standard output; silent in exhaustive runs.
#[macro_export]
macro_rules! println {
    () => { $crate::__print($crate::format_args!("\n")) };
    ($($arg:tt)*) => { $crate::__print($crate::format_args!("{}\n", $crate::format_args!($($arg)*))) };
}

/// Prints to standard error; silent in exhaustive runs.
#[macro_export]
macro_rules! eprint {
    ($($arg:tt)*) => { $crate::__eprint($crate::format_args!($($arg)*)) };
}

/// Prints a line to standard error; silent in exhaustive runs.
#[macro_export]
macro_rules! eprintln {
    () => { $crate::__eprint($crate::format_args!("\n")) };
    ($($arg:tt)*) => { $crate::__eprint($crate::format_args!("{}\n", $crate::format_args!($($arg)*))) };
}
