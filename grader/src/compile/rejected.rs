//! Outcomes of files that a compiler has found fault with.

use course::{Note, Outcome, Verdict};

use super::diagnostics::{Diagnostic, Failure};

/// The outcome of a file that does not compile alone.
pub(super) fn rejected(failure: &Failure) -> Outcome {
    if failure.is_unsafe_code() {
        return unsafe_code().showing(failure.evidence());
    }
    let verdict = match failure.is_too_much {
        true => Verdict::LimitExceeded,
        false => Verdict::BuildFailed,
    };
    Outcome::of(verdict, &failure.message)
        .because(failure.cause())
        .showing(failure.evidence())
}

/// The outcome of a file whose `unsafe` shows only in the build that runs.
pub(super) fn hidden_unsafe(warnings: &[Diagnostic]) -> Option<Outcome> {
    let found = warnings.iter().find(|warning| warning.is_unsafe_code())?;
    Some(unsafe_code().noting(Note::Said(found.one_line())))
}

fn unsafe_code() -> Outcome {
    let message = "`unsafe` is not allowed: write it with the safe parts of the standard library";
    Outcome::of(Verdict::Forbidden, message)
}
