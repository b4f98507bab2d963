//! The differences between two judges that are known, with their reasons: `tests/submissions/EX/loom.toml`.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use course::Verdict;
use serde::Deserialize;

/// What an exercise's `loom.toml` says.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Submissions that loom must judge at least, each in all checks that are exhaustive.
    pub judged: usize,
    /// The differences.
    #[serde(default, rename = "difference")]
    pub differences: Vec<Difference>,
}

/// One check of one submission that the judges do not agree on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// `wrong/load_then_store`
    pub submission: String,
    /// The check.
    pub check: String,
    /// The model's verdict.
    pub model: Verdict,
    /// Loom's.
    pub loom: Verdict,
    /// Why: which of them is right, and what the other does not see.
    pub why: String,
}

impl Known {
    /// Reads the file at `path`; none if there is no such file: then the exercise gets no second opinion.
    ///
    /// # Errors
    /// What is wrong with it, for an author.
    pub fn read(path: &Path) -> Result<Option<Self>, String> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("cannot be read: {error}")),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let known: Self = toml::from_str(text).map_err(|error| format!("not valid: {error}"))?;
        match known.differences.iter().find(|it| it.why.trim().is_empty()) {
            Some(Difference {
                submission, check, ..
            }) => Err(format!(
                "`why` is empty for {check} of {submission}; say which judge is right, and what the other does not see"
            )),
            None => Ok(known),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_its_reason() {
        let text = |why: &str| {
            format!(
                "judged = 30\n[[difference]]\nsubmission = \"wrong/a\"\ncheck = \"b\"\nmodel = \"race\"\n\
                 loom = \"passed\"\nwhy = \"{why}\""
            )
        };
        let known = Known::parse(&text("issue 166")).unwrap();
        assert_eq!(known.judged, 30);
        assert_eq!(known.differences[0].loom, Verdict::Passed);
        let error = Known::parse(&text("")).unwrap_err();
        assert!(error.contains("`why` is empty for b of wrong/a"), "{error}");
    }

    #[test]
    fn without_a_file_there_is_no_second_opinion() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Known::read(&dir.path().join("loom.toml")), Ok(None));
    }
}
