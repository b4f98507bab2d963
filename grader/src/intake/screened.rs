//! What the `screen` crate finds in submitted files, as an outcome.

use course::{Note, Outcome, Verdict};
use screen::paths::Capability;

use super::SourceFile;

/// Looks for what no compiler needs to look for, before any does. `allowed` is what the exercise allows.
///
/// # Errors
/// `forbidden`, naming the first offence; the detail lists the others.
pub fn screen(files: &[SourceFile], allowed: &[Capability]) -> Result<(), Box<Outcome>> {
    let mut offences = files.iter().flat_map(|file| {
        let named = move |offence| format!("{}:{offence}", file.path.display());
        screen::offences(&file.text, allowed).into_iter().map(named)
    });
    let Some(first) = offences.next() else {
        return Ok(());
    };
    let items: Vec<_> = offences.collect();
    let outcome = Outcome::of(Verdict::Forbidden, first);
    Err(Box::new(if items.is_empty() {
        outcome
    } else {
        let head = "There is more:".to_owned();
        outcome.noting(Note::List { head, items })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_names_the_file_and_lists_what_else_there_is() {
        let file = SourceFile {
            path: "src/lib.rs".into(),
            text: "extern crate libc;\nuse std::net::TcpStream;\n".to_owned(),
        };
        let outcome = screen(&[file], &[]).unwrap_err();
        assert_eq!(outcome.verdict, Verdict::Forbidden);
        let message = &outcome.message;
        assert!(message.starts_with("src/lib.rs:1: `extern`"), "{message}");
        let detail = outcome.detail();
        assert!(detail.contains("  src/lib.rs:2: `std::net`"), "{detail}");
    }
}
