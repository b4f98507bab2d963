//! Looks at a submitted file before any compiler does. The grader and `cargo test` both ask here, so that they cannot
//! disagree about what is forbidden.
//!
//! # Layout
//! - [`lexer`]: words and punctuation, without comments and literals;
//! - [`words`]: words and attributes that a submission may not use;
//! - [`paths`]: parts of std that are not there for a submission, with the reason in a sentence;
//! - [`methods`]: methods of what there is that lead to such parts;
//! - [`test_only`]: modules of unit tests, which are not looked at, because no build of ours compiles them;
//! - [`copy`]: the file as it can be included into another.
//!
//! What is said here is said early and plainly. It is not what keeps a submission in: that is the allow-list of
//! `submission-std`, in which these parts do not exist, and the compiler's own lists of what it read. Only [`methods`]
//! stand on the screen alone, since a list of items has no say in them.

pub mod copy;
pub mod lexer;
pub mod methods;
pub mod paths;
pub mod test_only;
pub mod words;

use paths::Capability;

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offence {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is not allowed, why, and what to do; one line.
    pub message: String,
}

impl std::fmt::Display for Offence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}

/// The offences of a submitted file, in its order. Comments and literals are not looked at. `allowed` is what its
/// exercise allows beyond what every exercise does.
pub fn offences(text: &str, allowed: &[Capability]) -> Vec<Offence> {
    // The compiler drops a first line that begins like a script's; reading it as code would lose step with it.
    let text = text.trim_start_matches('\u{feff}');
    if ra_ap_rustc_lexer::strip_shebang(text).is_some() {
        let message = "a `#!` line is not allowed; remove it".to_owned();
        return vec![Offence { line: 1, message }];
    }
    let tokens = test_only::left_out(&lexer::tokens(text));
    let mut found = words::offences(&tokens);
    found.extend(paths::offences(&tokens, allowed));
    found.extend(methods::offences(&tokens, allowed));
    found.sort_by_key(|offence| offence.line);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_line_is_refused_since_it_could_hide_code() {
        assert_eq!(
            offences("#!/bin/sh \"\nextern crate core; // \"", &[]).len(),
            1
        );
        assert_eq!(offences("\u{feff}#! \"", &[]).len(), 1);
        assert_eq!(offences("#!#![ \"\nextern crate core; // \"", &[]).len(), 1);
        assert_eq!(offences("#![warn(missing_docs)]\n", &[]), []);
        assert_eq!(offences("#! [warn(missing_docs)]\n", &[]), []);
    }

    #[test]
    fn offences_come_in_the_order_of_the_file() {
        let found = offences(
            "use std::net::TcpStream;\nunsafe fn f() {}\nuse std::fs;\n",
            &[],
        );
        let lines: Vec<_> = found.iter().map(|offence| offence.line).collect();
        assert_eq!(lines, [1, 2, 3]);
        assert!(found[0].message.contains("`std::net`"), "{}", found[0]);
    }
}
