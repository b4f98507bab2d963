//! Where a submission ends its own process: std leaves without a word, so the lines that can have done it are looked up.

use std::fs;
use std::path::Path;

use course::{Cause, Outcome};

/// Lines that are named at most.
const NAMED: usize = 5;

/// Names the lines of the submitted file at `path` that call `exit` or `abort`, if the process ended by such a call and
/// nobody has said where. `name` is how people call the file.
pub fn name_exits(outcome: Outcome, path: &Path, name: &str) -> Outcome {
    if outcome.cause != Some(Cause::CrashedExit) {
        return outcome;
    }
    let text = fs::read_to_string(path).unwrap_or_default();
    match said(&calls(&text), name) {
        Some(places) => outcome.saying(&places),
        None => outcome,
    }
}

/// ", at src/lib.rs:12 or 30", if there are such lines.
fn said(lines: &[usize], name: &str) -> Option<String> {
    let named: Vec<_> = lines.iter().take(NAMED).map(usize::to_string).collect();
    let more = if lines.len() > NAMED { " or later" } else { "" };
    (!named.is_empty()).then(|| format!(", at {name}:{}{more}", named.join(" or ")))
}

/// The lines, from 1, that call `exit` or `abort`, outside of comments.
fn calls(text: &str) -> Vec<usize> {
    let calls = |code: &str, function: &str| {
        code.match_indices(function).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + function.len()..].trim_start();
            before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.')
                && after.starts_with('(')
        })
    };
    let lines = text.lines().zip(1..);
    lines
        .filter(|(line, _)| {
            let code = line.split("//").next().unwrap_or_default();
            let is_definition = code.contains("fn ");
            !is_definition && (calls(code, "exit") || calls(code, "abort"))
        })
        .map(|(_, number)| number)
        .collect()
}

#[cfg(test)]
mod tests {
    use course::Verdict;

    use super::*;

    #[test]
    fn calls_are_told_from_what_only_looks_like_them() {
        let text = "use std::process::{self, exit};\n// exit(1)\nprocess::exit(101)\nexit (2)\nself.exit(3);\n\
                    on_exit();\nfn exit() {}\nstd::process::abort();\n";
        assert_eq!(calls(text), [3, 4, 8]);
    }

    #[test]
    fn the_lines_are_named_where_an_exit_was_the_end() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = here.join("../checks/tests/harness/fixture/tests/checks.rs");
        let named = |cause| {
            let outcome = Outcome::of(Verdict::Crashed, "it called exit").because(cause);
            name_exits(outcome, &path, "src/lib.rs").message
        };
        let message = named(Some(Cause::CrashedExit));
        assert!(
            message.starts_with("it called exit, at src/lib.rs:"),
            "{message}"
        );
        assert_eq!(named(None), "it called exit");
        assert_eq!(said(&[], "src/lib.rs"), None);
        assert_eq!(
            said(&[1, 2, 3, 4, 5, 6], "a").unwrap(),
            ", at a:1 or 2 or 3 or 4 or 5 or later"
        );
    }
}
