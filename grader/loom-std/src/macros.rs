//! The printing macros. They format and print nothing, because loom runs the same code thousands of times.

use std::fmt::Arguments;

#[doc(hidden)]
pub fn __formatted(text: Arguments<'_>) {
    // A `Display` of the student's may take a lock: it is called as if the text were printed.
    drop(text.to_string());
}

/// Formats and prints nothing.
#[macro_export]
macro_rules! print {
    ($($arg:tt)*) => { $crate::__formatted($crate::format_args!($($arg)*)) };
}

/// Formats and prints nothing.
#[macro_export]
macro_rules! println {
    () => { () };
    ($($arg:tt)*) => { $crate::__formatted($crate::format_args!($($arg)*)) };
}

/// Formats and prints nothing.
#[macro_export]
macro_rules! eprint {
    ($($arg:tt)*) => { $crate::__formatted($crate::format_args!($($arg)*)) };
}

/// Formats and prints nothing.
#[macro_export]
macro_rules! eprintln {
    () => { () };
    ($($arg:tt)*) => { $crate::__formatted($crate::format_args!($($arg)*)) };
}
