//! The differences that are meant, each with its reason.

use serde::Deserialize;

use crate::lists::matches;

/// `differences.toml`.
#[derive(Deserialize)]
pub struct Differences {
    difference: Vec<Difference>,
}

#[derive(Deserialize)]
struct Difference {
    /// What differs, with `*` for any text.
    what: Vec<String>,
    reason: String,
}

impl Differences {
    /// The list as it stands in the repository.
    pub fn listed() -> Self {
        toml::from_str(include_str!("differences.toml"))
            .expect("differences.toml is a list of differences")
    }

    /// What is found and not listed, what is listed and not found, and what is listed without a reason.
    pub fn complaints(&self, found: &[String]) -> Vec<String> {
        let patterns = || {
            self.difference
                .iter()
                .flat_map(|difference| &difference.what)
        };
        let heading = |text: &String| text.lines().next().unwrap_or_default().to_owned();
        let listed = |text: &String| patterns().any(|pattern| matches(pattern, &heading(text)));
        let occurs = |pattern: &String| found.iter().any(|text| matches(pattern, &heading(text)));
        let mut complaints: Vec<String> =
            found.iter().filter(|text| !listed(text)).cloned().collect();
        let gone = patterns().filter(|pattern| !occurs(pattern));
        complaints.extend(gone.map(|pattern| format!("listed, but no longer there: {pattern}")));
        let unexplained = self
            .difference
            .iter()
            .filter(|entry| entry.reason.trim().is_empty());
        complaints
            .extend(unexplained.map(|entry| format!("listed without a reason: {:?}", entry.what)));
        complaints
    }
}

#[test]
fn a_list_complains_of_both_directions() {
    let list = "[[difference]]\nwhat = ['missing: a*', 'missing: b']\nreason = 'why'";
    let list: Differences = toml::from_str(list).unwrap();
    let found = ["missing: abc".into(), "missing: b".into()];
    assert!(list.complaints(&found).is_empty());
    let gone = ["listed, but no longer there: missing: b"];
    assert_eq!(list.complaints(&found[..1]), gone);
    let found = ["missing: a".into(), "missing: b".into(), "extra: c".into()];
    assert_eq!(list.complaints(&found), ["extra: c"]);
}
