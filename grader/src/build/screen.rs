//! Refuses submitted text that holds a banned word, before the compiler ever sees it.

use checks::{Outcome, Verdict};

use super::lexer::tokens;
use crate::submission::SourceFile;

/// Words that submitted code may not use, each with the reason a student is given. `unsafe` is not
/// among them: the compiler finds it (`-F unsafe_code`), in the attributes too that switch the lint
/// off.
const BANNED: [(&str, &str); 3] = [
    (
        "extern",
        "it would reach past the std that the checks watch",
    ),
    ("naked", "it is machine code, which the checks cannot watch"),
    (
        "naked_asm",
        "it is machine code, which the checks cannot watch",
    ),
];

/// Looks for banned words, but not in comments and strings.
///
/// # Errors
/// `forbidden`, naming the first one.
pub fn screen(files: &[SourceFile]) -> Result<(), Box<Outcome>> {
    for file in files {
        if let Some(offence) = offence(&file.text) {
            let message = format!("{}:{offence}", file.path.display());
            return Err(Box::new(Outcome::of(Verdict::Forbidden, message)));
        }
    }
    Ok(())
}

/// "12: `extern` is not allowed: ..."
fn offence(text: &str) -> Option<String> {
    // The compiler drops a first line that begins like a script's; reading it as code would lose
    // step with it.
    let text = text.trim_start_matches('\u{feff}');
    if text.starts_with("#!") && !text.starts_with("#![") {
        return Some("1: a `#!` line is not allowed; remove it".to_owned());
    }
    tokens(text).into_iter().find_map(|token| {
        let (word, reason) = BANNED.iter().find(|(word, _)| *word == token.text)?;
        Some(format!(
            "{}: `{word}` is not allowed: {reason}; remove it",
            token.line
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banned_word_is_named_with_its_line() {
        let offence = offence("//! extern\nfn f() {}\nextern crate core;\n").unwrap();
        assert!(
            offence.starts_with("3: `extern` is not allowed: "),
            "{offence}"
        );
    }

    #[test]
    fn words_in_comments_strings_and_longer_words_are_no_offence() {
        assert_eq!(
            offence(
                "#![warn(missing_docs)]\n// extern\nfn external() -> &'static str { \"extern\" }"
            ),
            None
        );
    }

    #[test]
    fn a_script_line_is_refused_since_it_could_hide_code() {
        assert!(offence("#!/bin/sh \"\nextern crate core; // \"").is_some());
        assert!(offence("\u{feff}#! \"").is_some());
    }

    #[test]
    fn the_outcome_names_the_file() {
        let file = SourceFile {
            path: "src/lib.rs".into(),
            text: "extern crate core;".to_owned(),
        };
        let outcome = screen(&[file]).unwrap_err();
        assert_eq!(outcome.verdict, Verdict::Forbidden);
        assert!(
            outcome.message.starts_with("src/lib.rs:1: `extern`"),
            "{}",
            outcome.message
        );
    }
}
