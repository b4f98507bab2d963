//! Whose fault it is that a file which compiles alone does not compile with our checks.
//!
//! Both are compiled once more, on the real std under the model's name. If that works, the model
//! lacks something, and the student is not to blame. If not, the file does not hold what the checks
//! call, or cannot be made into a program at all.

use std::io;
use std::path::{Path, PathBuf};

use checks::{Outcome, Verdict};

use super::compiler::Compiler;
use super::diagnostics::{Diagnostic, Failure};
use super::scratch::write;
use super::unit::ROOT;

/// The std under the model's name. What checks use of the model itself is passed through.
const REAL_STD: &str = "pub use ::std::*;\npub use engine::model;\n";

/// Makes the library of [`REAL_STD`] with a compiler for the directory `dir`.
pub fn real_std(compiler: Compiler<'_>, dir: &Path, model_std: &Path) -> io::Result<PathBuf> {
    write(&dir.join(ROOT), REAL_STD)?;
    let compiler = compiler.library("engine", model_std);
    // Another `metadata` than the model's keeps two crates of one name apart.
    let made = compiler
        .flags("--crate-type lib --crate-name model_std -C metadata=real -o libmodel_std.rlib")
        .flags(ROOT)
        .run()?;
    match made {
        Ok(_) => Ok(dir.join("libmodel_std.rlib")),
        Err(failure) => Err(io::Error::other(failure.message)),
    }
}

/// The outcome of all checks, after the build on the model failed with `model` and the one on std
/// ended as `real`.
pub fn outcome(model: &Failure, real: Result<Vec<Diagnostic>, Failure>) -> Outcome {
    let (verdict, said, remedy, failure) = match &real {
        _ if model.is_about_libraries() => (
            Verdict::GraderFault,
            "the grader's own libraries cannot be used: ",
            "Grade again; if that does not help, run `cargo clean` first.",
            model,
        ),
        Ok(_) => (
            Verdict::GraderFault,
            "this compiles on std but not on the model: ",
            "The model of std lacks something that this file uses: please report it. If it is a path\n\
             that begins with `crate::`, `self::` or `super::` leads to the same place.",
            model,
        ),
        Err(real) if real.errors.iter().any(|error| error.is_in(Path::new(ROOT))) => {
            (Verdict::BuildFailed, "", "", real)
        }
        Err(real) => (
            Verdict::BuildFailed,
            "the checks cannot use this file: ",
            "It compiles alone, but not together with the checks that call it. Keep the\n\
             names and types of the src/lib.rs that you were given.",
            real,
        ),
    };
    let mut outcome = Outcome::of(verdict, format!("{said}{}", failure.message));
    if verdict == Verdict::BuildFailed {
        outcome = outcome.because(failure.cause());
    }
    outcome.with_report(remedy).with_report(&failure.shown())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn failure(file: &str, code: &str) -> Failure {
        let span = format!(
            r#"{{"file_name":"{file}","line_start":7,"is_primary":true,"expansion":null}}"#
        );
        let error = format!(
            r#"{{"level":"error","message":"no","code":{{"code":"{code}"}},"rendered":"E","spans":[{span}]}}"#
        );
        Failure::read(&error, None, Duration::ZERO, Path::new("/sysroot"))
    }

    fn told(model: &Failure, real: Result<Vec<Diagnostic>, Failure>) -> (Verdict, String) {
        let outcome = outcome(model, real);
        (outcome.verdict, outcome.message)
    }

    #[test]
    fn what_compiles_on_std_but_not_on_the_model_is_our_fault() {
        let (verdict, message) = told(&failure(ROOT, "E0599"), Ok(Vec::new()));
        assert_eq!(verdict, Verdict::GraderFault);
        assert_eq!(
            message,
            "this compiles on std but not on the model: src/lib.rs:7: no"
        );
    }

    #[test]
    fn a_file_that_lacks_what_the_checks_call_is_the_students() {
        let lacking = || failure("tests/checks.rs", "E0432");
        let (verdict, message) = told(&lacking(), Err(lacking()));
        assert_eq!(verdict, Verdict::BuildFailed);
        assert_eq!(
            message,
            "the checks cannot use this file: tests/checks.rs:7: no"
        );
    }

    #[test]
    fn an_error_that_only_a_program_shows_is_the_students() {
        let endless = || failure(ROOT, "E0275");
        let found = told(&endless(), Err(endless()));
        assert_eq!(found, (Verdict::BuildFailed, "src/lib.rs:7: no".to_owned()));
    }

    #[test]
    fn libraries_that_cannot_be_read_are_our_fault_wherever_that_shows() {
        let unreadable = || failure("tests/checks.rs", "E0463");
        assert_eq!(
            told(&unreadable(), Err(unreadable())).0,
            Verdict::GraderFault
        );
    }
}
