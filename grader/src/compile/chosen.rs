//! Ways in which a file decides by itself that it compiles on the real std and nowhere else.
//!
//! The std of submissions has the items of std, not its insides. A file that makes its own compiling depend on those
//! insides, by the size of a `Mutex` or by how deep std's macros go, does not compile on any other std, and no look-alike
//! could help that. It is the file's doing: if it were called a fault of ours, a file could get out of being judged.

use screen::lexer::tokens;

use super::diagnostics::Failure;
use crate::intake::SourceFile;

/// Code of the error that a constant could not be worked out: an assertion in it failed, an index was out of bounds.
const CONSTANT: &str = "E0080";

/// Words that tell of the insides of a type. No macro can put a name together, so whoever asks uses one of them.
const MEASURES: [&str; 8] = [
    "size_of",
    "size_of_val",
    "align_of",
    "align_of_val",
    "needs_drop",
    "offset_of",
    "type_name",
    "TypeId",
];

/// Attributes that set how far the compiler goes.
const LIMITS: [&str; 2] = ["recursion_limit", "type_length_limit"];

/// Codes of errors about types that are nested too deep.
const TOO_DEEP: [&str; 2] = ["E0055", "E0275"];

/// The same, said of macros and constants, without a code.
const REACHED: [&str; 3] = [
    "recursion limit reached",
    "reached the recursion limit",
    "reached the type-length limit",
];

const BY_A_CONSTANT: &str =
    "a constant of this file is another one where std's types are built in another way";
const BY_A_MEASURE: &str = "this file measures types, and std's have another size, alignment or name where they are built \
                            in another way";
const BY_A_LIMIT: &str = "this file sets a limit that only the insides of one std keep to";
const BY_A_CRASH: &str = "the compiler itself fails at this file; make it simpler";

/// Why that failure of a file on the std of submissions is its own doing, if it is.
pub fn reason(failure: &Failure, files: &[SourceFile]) -> Option<&'static str> {
    let first = failure.errors.first()?;
    let names = |words: &[&str]| {
        let mut found = files.iter().flat_map(|file| tokens(&file.text));
        found.any(|token| words.contains(&token.text.trim_start_matches("r#")))
    };
    let is_too_deep = TOO_DEEP.iter().any(|code| first.has_code(code))
        || REACHED.iter().any(|said| first.says(said));
    if first.is_a_crash() {
        Some(BY_A_CRASH)
    } else if first.has_code(CONSTANT) {
        Some(BY_A_CONSTANT)
    } else if is_too_deep || names(&LIMITS) {
        Some(BY_A_LIMIT)
    } else {
        names(&MEASURES).then_some(BY_A_MEASURE)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;

    fn found(level: &str, code: &str, message: &str, text: &str) -> Option<&'static str> {
        let error = format!(
            r#"{{"level":"{level}","message":"{message}","code":{code},"rendered":"","spans":[]}}"#
        );
        let failure = Failure::read(&error, None, Duration::ZERO, Path::new("/sysroot"));
        let file = SourceFile {
            path: "src/lib.rs".into(),
            text: text.to_owned(),
        };
        reason(&failure, &[file])
    }

    #[test]
    fn what_depends_on_the_insides_of_std_is_the_files_own_doing() {
        let types = r#"{"code":"E0308"}"#;
        for (level, code, message, text) in [
            ("error", r#"{"code":"E0080"}"#, "evaluation panicked", ""),
            ("error", types, "mismatched types", "[0; size_of::<M>()]"),
            ("error", types, "mismatched types", "r#align_of::<M>()"),
            (
                "error",
                "null",
                "recursion limit reached while expanding",
                "",
            ),
            ("error", r#"{"code":"E0275"}"#, "overflow", ""),
            ("error", types, "no", "#![recursion_limit = \"8\"]"),
            ("error: internal compiler error", "null", "no", ""),
        ] {
            let reason = found(level, code, message, text);
            assert!(reason.is_some(), "{level} {code} {message} {text}");
        }
    }

    #[test]
    fn a_type_that_does_not_fit_is_not() {
        let text = "// size_of\nfn f() -> &'static str { \"size_of\" }";
        let code = r#"{"code":"E0308"}"#;
        assert_eq!(found("error", code, "mismatched types", text), None);
    }
}
