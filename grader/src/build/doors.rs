//! What a submission uses although the model of std does not cover it and its exercise does not allow it: files, the
//! network and the like. The model has marked them, so the compiler reports every use, however it is written.

use checks::{Door, Outcome, Verdict};

use super::diagnostics::Diagnostic;

/// Words in the model's reasons, which tell its own marks from those of std and of the submission.
const MARK: &str = "not modelled: ";

/// `forbidden`, if the warnings tell of the use of a door that is not allowed.
pub fn outcome(warnings: &[Diagnostic], allowed: &[Door]) -> Option<Outcome> {
    let mut uses = warnings.iter().filter_map(|warning| {
        let (path, reason) = warning.deprecated().filter(|(_, why)| why.contains(MARK))?;
        let is_allowed = Door::of(path).is_none_or(|door| allowed.contains(&door));
        (!is_allowed).then(|| (warning.line().unwrap_or_default(), path, reason))
    });
    let (line, path, reason) = uses.next()?;
    let message = format!("{line}: `{path}` is not allowed in this exercise: {reason}");
    let others: Vec<_> = uses
        .map(|(line, path, _)| format!("  {line}: `{path}`"))
        .collect();
    let outcome = Outcome::of(Verdict::Forbidden, message);
    Some(if others.is_empty() {
        outcome
    } else {
        outcome.with_report(&format!("Nor are\n{}", others.join("\n")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::diagnostics::warnings;

    fn warning(line: u32, message: &str) -> String {
        let span = format!(
            r#"{{"file_name":"src/lib.rs","line_start":{line},"is_primary":true,"expansion":null}}"#
        );
        format!(
            r#"{{"level":"warning","message":"{message}","code":null,"rendered":"W","spans":[{span}]}}"#
        ) + "\n"
    }

    const FILE: &str = "use of deprecated type alias `std::fs::File`: files are not modelled: why";
    const STDIN: &str = "use of deprecated function `std::io::stdin`: input is not modelled: why";

    #[test]
    fn the_first_use_is_named_with_its_reason_and_the_others_follow() {
        let found = warnings(&(warning(3, FILE) + &warning(9, STDIN)));
        let outcome = outcome(&found, &[]).expect("neither is allowed");
        assert_eq!(outcome.verdict, Verdict::Forbidden);
        assert_eq!(
            outcome.message,
            "src/lib.rs:3: `std::fs::File` is not allowed in this exercise: files are not modelled: why"
        );
        assert!(
            outcome
                .detail
                .ends_with("Nor are\n  src/lib.rs:9: `std::io::stdin`")
        );
    }

    #[test]
    fn what_an_exercise_allows_is_no_offence() {
        let found = warnings(&(warning(3, FILE) + &warning(9, STDIN)));
        assert_eq!(outcome(&found, &[Door::Fs, Door::Io]), None);
        let left = outcome(&found, &[Door::Fs]).expect("the other is not allowed");
        assert!(left.message.starts_with("src/lib.rs:9: `std::io::stdin`"));
    }

    #[test]
    fn what_std_or_the_submission_calls_deprecated_is_no_offence() {
        let found = [
            "use of deprecated function `std::thread::sleep_ms`: replaced by `std::thread::sleep`",
            "use of deprecated function `file::old`",
            "unused variable: `fs`",
        ];
        let found: String = found.iter().map(|message| warning(1, message)).collect();
        assert_eq!(outcome(&warnings(&found), &[]), None);
    }
}
