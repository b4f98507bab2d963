//! Whose fault it is that a file which compiles alone does not compile with our checks.
//!
//! The checks are compiled once more, on the real std under the model's name. If that works, the
//! model lacks something, and the student is not to blame. If not, the file does not hold what the
//! checks call, or is not fit for compiling at all. One thing is neither: the checks include the
//! file as a module, where `crate::` leads elsewhere.

use std::io;
use std::path::{Path, PathBuf};

use checks::{Outcome, Verdict};

use super::compiler::Compiler;
use super::diagnostics::Failure;
use super::lexer::tokens;
use super::scratch::write;
use super::unit::ROOT;
use crate::submission::SourceFile;

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
        Ok(()) => Ok(dir.join("libmodel_std.rlib")),
        Err(failure) => Err(io::Error::other(failure.message)),
    }
}

/// The outcome of all checks, after the build on the model failed with `model` and the one on std
/// ended as `real`.
pub fn outcome(files: &[SourceFile], model: &Failure, real: Result<(), Failure>) -> Outcome {
    if model.is_about_libraries() {
        let remedy = "Grade again; if that does not help, run `cargo clean` first.";
        return told(
            Verdict::GraderFault,
            "the grader's own libraries cannot be used",
            remedy,
            model,
        );
    }
    let Err(real) = real else {
        let remedy = "The model of std lacks something that this file uses. Please report it.";
        return told(
            Verdict::GraderFault,
            "this compiles on std but not on the model",
            remedy,
            model,
        );
    };
    let in_file = real.errors.iter().any(|error| error.is_in(Path::new(ROOT)));
    let says_crate = files
        .iter()
        .any(|file| tokens(&file.text).iter().any(|token| token.text == "crate"));
    if in_file && says_crate {
        let remedy = "The checks include this file as a module, where `crate::` leads elsewhere.\n\
                      For paths to private items use `self::` or `super::`.";
        return told(
            Verdict::GraderFault,
            "this compiles alone but not inside the checks",
            remedy,
            &real,
        );
    }
    let remedy = "It compiles alone, but not together with the checks that call it. Keep the\n\
                  names and types of the src/lib.rs that you were given.";
    told(
        Verdict::BuildFailed,
        "the checks cannot use this file",
        remedy,
        &real,
    )
}

fn told(verdict: Verdict, said: &str, remedy: &str, failure: &Failure) -> Outcome {
    let outcome = Outcome::of(verdict, format!("{said}: {}", failure.message));
    outcome.with_report(remedy).with_report(&failure.shown())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn failure(file: &str) -> Failure {
        let span = format!(
            r#"{{"file_name":"{file}","line_start":7,"is_primary":true,"expansion":null}}"#
        );
        let error = format!(
            r#"{{"level":"error","message":"cannot find","code":null,"rendered":"E","spans":[{span}]}}"#
        );
        Failure::read(&error, None, Duration::ZERO, Path::new("/sysroot"))
    }

    fn verdict(text: &str, real: Result<(), Failure>) -> Verdict {
        let file = SourceFile {
            path: ROOT.into(),
            text: text.to_owned(),
        };
        outcome(&[file], &failure(ROOT), real).verdict
    }

    #[test]
    fn what_compiles_on_std_but_not_on_the_model_is_our_fault() {
        assert_eq!(verdict("", Ok(())), Verdict::GraderFault);
    }

    #[test]
    fn a_file_that_lacks_what_the_checks_call_is_the_students() {
        assert_eq!(
            verdict("", Err(failure("tests/checks.rs"))),
            Verdict::BuildFailed
        );
    }

    #[test]
    fn a_path_from_the_crate_root_is_ours_and_any_other_error_in_the_file_is_not() {
        assert_eq!(
            verdict("use crate::x;", Err(failure("src/lib.rs"))),
            Verdict::GraderFault
        );
        assert_eq!(
            verdict("// crate", Err(failure("src/lib.rs"))),
            Verdict::BuildFailed
        );
    }
}
