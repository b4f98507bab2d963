//! Errors that say what could not be done.

use std::io;

/// An error that says what could not be done.
pub(super) fn in_words(what: &'static str) -> impl Fn(io::Error) -> io::Error {
    move |error| io::Error::new(error.kind(), format!("{what}: {error}"))
}
