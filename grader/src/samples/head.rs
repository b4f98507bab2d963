//! The head of a sample submission: its `//!` lines.
//!
//! ```text
//! //! Believes that a thread which was started has also done its work.
//! //!
//! //! ```toml
//! //! base = "solution"
//! //! others = "passed"
//! //! no_update_is_lost = "race"
//! //! ```
//! ```

use std::collections::BTreeMap;

use course::Verdict;
use serde::Deserialize;

/// How the declarations begin and end.
const FENCE: &str = "```toml";

/// What a sample says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What somebody was thinking who writes such a thing.
    pub about: String,
    /// What the sample's items stand on.
    pub base: Option<Base>,
    /// The verdict of every check that is not listed; none if the sample is right.
    pub others: Option<Verdict>,
    /// By name of the check.
    pub verdicts: BTreeMap<String, Verdict>,
}

/// What a sample that is no whole file stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// The exercise's solution.
    Solution,
}

/// The declarations as TOML: `base`, `others`, and names of checks.
#[derive(Debug, Default, Deserialize)]
struct Declared {
    base: Option<Base>,
    others: Option<Verdict>,
    #[serde(flatten)]
    verdicts: BTreeMap<String, Verdict>,
}

impl Head {
    /// Reads the head of a sample's text.
    ///
    /// # Errors
    /// What is missing or wrong, for an author.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lines: Vec<_> = text
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        let mut parts = lines.split(|line| line.starts_with("```"));
        let about = parts.next().unwrap_or_default().join(" ");
        let about = course::one_line(&about);
        if about.is_empty() {
            let remedy = "begin the file with `//!` and what somebody was thinking who writes it";
            return Err(format!(
                "it does not say what it is there to show: {remedy}"
            ));
        }
        let declared = match lines.iter().find(|line| line.starts_with("```")) {
            None => Declared::default(),
            Some(&FENCE) => toml::from_str(&parts.next().unwrap_or_default().join("\n"))
                .map_err(|error| format!("its declarations cannot be read: {error}"))?,
            Some(other) => return Err(format!("`{other}` should be `{FENCE}`")),
        };
        Ok(Self {
            about,
            base: declared.base,
            others: declared.others,
            verdicts: declared.verdicts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_what_it_shows_and_declares_verdicts() {
        let text = "//! Believes in\n//! luck.\n//!\n//! ```toml\n//! base = \"solution\"\n//! others = \"passed\"\n\
                    //! no_update_is_lost = \"race\"\n//! ```\n\nfn f() {}\n//! no head\n";
        let head = Head::parse(text).unwrap();
        assert_eq!(head.about, "Believes in luck.");
        assert_eq!(head.base, Some(Base::Solution));
        assert_eq!(head.others, Some(Verdict::Passed));
        assert_eq!(head.verdicts["no_update_is_lost"], Verdict::Race);
        assert_eq!(head.verdicts.len(), 1);
    }

    #[test]
    fn a_right_one_declares_nothing() {
        let head = Head::parse("//! With channels.\n\nuse std::sync::mpsc;\n").unwrap();
        assert_eq!((head.base, head.others), (None, None));
        assert!(head.verdicts.is_empty());
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_a_remedy() {
        for (text, wanted) in [
            ("", "begin the file with `//!`"),
            ("fn f() {}", "begin the file with `//!`"),
            (
                "//! x\n//! ```\n//! others = \"race\"\n//! ```",
                "should be `",
            ),
            ("//! x\n//! ```toml\n//! others = \"racy\"\n//! ```", "racy"),
            ("//! x\n//! ```toml\n//! base = \"stub\"\n//! ```", "stub"),
        ] {
            let error = Head::parse(text).unwrap_err();
            assert!(error.contains(wanted), "{text}: {error}");
        }
    }
}
