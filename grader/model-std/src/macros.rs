//! The printing macros. Runs that repeat what another run prints are silent: an exhaustive one would print everything
//! thousands of times.

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
