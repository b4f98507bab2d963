//! The outcomes of a file that the compiler refuses, and of one that it should have refused.

use course::{Note, Outcome, Verdict};

use super::diagnostics::{Diagnostic, Failure};

/// The outcome of a file that does not compile alone.
pub fn rejected(failure: &Failure) -> Outcome {
    if failure.is_unsafe_code() {
        return unsafe_code().showing(failure.evidence());
    }
    Outcome::of(Verdict::BuildFailed, &failure.message)
        .because(failure.cause())
        .showing(failure.evidence())
}

/// The outcome of a file whose `unsafe` shows only in the build that runs.
pub fn hidden_unsafe(warnings: &[Diagnostic]) -> Option<Outcome> {
    let found = warnings.iter().find(|warning| warning.is_unsafe_code())?;
    Some(unsafe_code().noting(Note::Said(found.one_line())))
}

fn unsafe_code() -> Outcome {
    let message = "`unsafe` is not allowed: write it with the safe parts of the standard library";
    Outcome::of(Verdict::Forbidden, message)
}
