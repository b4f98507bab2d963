//! What a file uses that the real std has and the std of submissions has not.
//!
//! The file compiles alone, so its author has made no mistake that `cargo build` would tell of. If the std of
//! submissions lacks what it names, that is no accident: it is an allow-list, and what is not on it is forbidden. Only
//! if the compiler complains of something else, such as a type that does not fit, is the look-alike not alike enough.

use course::{Cause, Note, Outcome, Verdict};

use super::chosen;
use super::diagnostics::{Diagnostic, Failure};
use super::engine;
use super::rejected::rejected;
use crate::intake::SourceFile;

/// Codes of errors about names that are not there or not open to the file.
const NAMES: [&str; 14] = [
    "E0405", "E0412", "E0422", "E0423", "E0425", "E0432", "E0433", "E0531", "E0532", "E0574",
    "E0576", "E0599", "E0603", "E0658",
];

/// Said of a macro that is not there, which has no code.
const NO_MACRO: &str = "cannot find macro";

/// Code of the error about a call that is not possible where a static is made.
const NOT_CONST: &str = "E0015";

/// The outcome of all checks for a file that compiles on the real std and fails on that of submissions.
pub fn outcome(failure: &Failure, files: &[SourceFile]) -> Outcome {
    let Some(first) = failure.errors.first() else {
        // Rejected, or crashed: the same would have come of it on the real std with less luck.
        return Outcome::of(Verdict::BuildFailed, &failure.message);
    };
    if failure.is_about_libraries() {
        return broken_libraries(failure);
    }
    let is_name = NAMES.iter().any(|code| first.has_code(code)) || first.says(NO_MACRO);
    if !is_name && let Some(reason) = chosen::reason(failure, files) {
        return Outcome::of(
            Verdict::BuildFailed,
            format!("{}: {reason}", failure.message),
        )
        .noting(Note::said(
            "It compiles on the real std, as that is built today. Write it so that it does not depend on what is inside \
             std's types and macros.",
        ))
        .showing(failure.evidence());
    }
    let (verdict, said, remedy) = if is_name {
        (
            Verdict::Forbidden,
            ": the std of this exercise has no such thing",
            "The real std has it, so your file compiles alone. A submission may use threads, locks, channels, atomics, \
             time, collections and whatever else computes; what leads out of that is not there. Write it without.",
        )
    } else {
        (
            Verdict::GraderFault,
            ": this compiles on the real std but not on the model of it",
            "The model of std differs from std here: please report it with this file.",
        )
    };
    Outcome::of(verdict, format!("{}{said}", failure.message))
        .noting(Note::said(remedy))
        .showing(failure.evidence())
}

/// The outcome of all checks for a file that compiles and yet does not go together with them.
pub fn with_checks(failure: &Failure) -> Outcome {
    if failure.is_about_libraries() {
        return broken_libraries(failure);
    }
    if failure
        .errors
        .iter()
        .any(|error| error.is_in(super::builder::ROOT.as_ref()))
    {
        let outcome = Outcome::of(Verdict::BuildFailed, &failure.message);
        return outcome.because(failure.cause()).showing(failure.evidence());
    }
    // A compiler that crashed or was stopped has not looked at names and types to its end.
    if failure.errors.is_empty() {
        return rejected(failure);
    }
    let mut message = format!("the checks cannot use this file: {}", failure.message);
    let demanded = failure.errors.first().and_then(Diagnostic::signature);
    if let Some((name, signature)) = demanded {
        message += &format!("; `{name}` should be `{signature}`, as the stub has it");
    }
    Outcome::of(Verdict::BuildFailed, message)
        .because(failure.cause())
        .noting(Note::said(
            "It compiles alone, but not together with the checks that call it. Keep the names and types of the src/lib.rs \
             that you were given.",
        ))
        .showing(failure.evidence())
}

/// The outcome of all checks for a file that compiles, and not with loom for its std.
pub fn on_loom(failure: &Failure) -> Outcome {
    if failure.is_about_libraries() {
        return broken_libraries(failure);
    }
    let first = failure.errors.first();
    if first.is_some_and(|error| error.has_code(NOT_CONST)) {
        let message = &failure.message;
        return engine::cannot(&format!(
            "{message}: nothing of its own can lie in a static"
        ));
    }
    engine::cannot(&failure.message).showing(failure.evidence())
}

/// The outcome of all checks for a file that no program can be made of, though one can of another file.
pub fn cannot_be_linked(failure: &Failure) -> Outcome {
    let message =
        "no program can be made of this file: it asks for more memory than a program can have";
    Outcome::of(Verdict::BuildFailed, message)
        .because(Cause::LimitMemory)
        .noting(Note::said(
            "It compiles, but the linker cannot put it together, as it can the file that you were given. Statics and \
             thread-locals have to fit into memory all at once.",
        ))
        .showing(failure.evidence())
}

fn broken_libraries(failure: &Failure) -> Outcome {
    let message = format!(
        "the grader's own libraries cannot be used: {}",
        failure.message
    );
    Outcome::of(Verdict::GraderFault, message)
        .noting(Note::said(
            "Grade again; if that does not help, run `cargo clean` first.",
        ))
        .showing(failure.evidence())
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::compile::builder::ROOT;

    fn failure(file: &str, code: &str) -> Failure {
        let span = format!(
            r#"{{"file_name":"{file}","line_start":7,"is_primary":true,"expansion":null}}"#
        );
        let error = format!(
            r#"{{"level":"error","message":"no","code":{{"code":"{code}"}},"rendered":"E","spans":[{span}]}}"#
        );
        Failure::read(&error, None, Duration::ZERO, Path::new("/sysroot"))
    }

    #[test]
    fn a_name_that_is_not_there_is_forbidden() {
        let outcome = outcome(&failure(ROOT, "E0433"), &[]);
        assert_eq!(outcome.verdict, Verdict::Forbidden);
        assert_eq!(
            outcome.message,
            "src/lib.rs:7: no: the std of this exercise has no such thing"
        );
    }

    #[test]
    fn a_type_that_does_not_fit_is_our_fault() {
        let outcome = outcome(&failure(ROOT, "E0308"), &[]);
        assert_eq!(outcome.verdict, Verdict::GraderFault);
    }

    #[test]
    fn what_loom_lacks_is_no_fault_of_anybodys() {
        let outcome = on_loom(&failure(ROOT, "E0015"));
        assert_eq!(outcome.verdict, Verdict::Inconclusive);
        assert_eq!(
            outcome.message,
            "loom cannot: src/lib.rs:7: no: nothing of its own can lie in a static"
        );
        let outcome = on_loom(&failure(ROOT, "E0599"));
        assert_eq!(outcome.message, "loom cannot: src/lib.rs:7: no");
    }

    #[test]
    fn a_compiler_that_was_stopped_is_no_fault_of_ours() {
        let stopped = Failure::read("", None, Duration::from_secs(30), Path::new("/sysroot"));
        assert_eq!(outcome(&stopped, &[]).verdict, Verdict::BuildFailed);
    }

    #[test]
    fn a_compiler_that_was_stopped_has_found_no_fault_with_names_and_types() {
        let stopped = Failure {
            message: "compiling took longer than 30 s: make the code simpler".to_owned(),
            ..Failure::default()
        };
        let outcome = with_checks(&stopped);
        assert_eq!(outcome.verdict, Verdict::BuildFailed);
        assert_eq!(outcome.message, stopped.message);
        assert!(outcome.notes.is_empty(), "{:?}", outcome.notes);
    }

    #[test]
    fn a_file_that_lacks_what_the_checks_call_is_the_students() {
        let outcome = with_checks(&failure("tests/checks.rs", "E0432"));
        assert_eq!(outcome.verdict, Verdict::BuildFailed);
        assert_eq!(
            outcome.message,
            "the checks cannot use this file: tests/checks.rs:7: no"
        );
    }

    #[test]
    fn an_error_that_only_a_program_shows_is_the_students() {
        let outcome = with_checks(&failure(ROOT, "E0275"));
        assert_eq!(outcome.message, "src/lib.rs:7: no");
        assert_eq!(outcome.verdict, Verdict::BuildFailed);
    }

    #[test]
    fn a_file_that_is_too_big_for_a_program_is_the_students() {
        let outcome = cannot_be_linked(&failure(ROOT, "E0463"));
        assert_eq!(outcome.verdict, Verdict::BuildFailed);
        assert_eq!(outcome.cause, Some(Cause::LimitMemory));
    }

    #[test]
    fn what_a_file_decides_by_itself_is_no_fault_of_ours() {
        let outcome = outcome(&failure(ROOT, "E0080"), &[]);
        assert_eq!(outcome.verdict, Verdict::BuildFailed);
    }

    #[test]
    fn libraries_that_cannot_be_read_are_our_fault_wherever_that_shows() {
        let unreadable = failure("tests/checks.rs", "E0463");
        assert_eq!(with_checks(&unreadable).verdict, Verdict::GraderFault);
        assert_eq!(outcome(&unreadable, &[]).verdict, Verdict::GraderFault);
    }
}
