//! Panics on purpose: how a check lets a task panic without being blamed for it.

/// What the message of a panic on purpose begins with, to be recognised by.
const MARK: &str = "a panic on purpose";

/// Panics, as a task of a check does to see what the submission makes of it.
///
/// A plain `panic!` in `checks.rs` that reaches the check is a failed assertion (`wrong`). This one is
/// `panicked`: it can only come to the check if the submission let it out. Caught, it means nothing.
#[track_caller]
pub fn deliberate_panic(about: &str) -> ! {
    panic!("{MARK} ({about})")
}

/// What the record of a run says of a panic whose payload is no text. No check asserts with such a payload: in
/// `checks.rs` only tasks panic so, and they do it on purpose.
pub(crate) const NO_TEXT: &str = "(a panic whose payload is not text)";

pub(crate) fn is_deliberate(message: &str) -> bool {
    message.starts_with(MARK)
}
