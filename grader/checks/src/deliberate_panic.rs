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

pub(crate) fn is_deliberate(message: &str) -> bool {
    message.starts_with(MARK)
}
