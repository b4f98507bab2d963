//! The examples that do not mean the same under a model, each with its reason.

use serde::Deserialize;

use crate::lists::matches;

/// What an example has to pass, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It compiles against model-std, and against the real std.
    Compile,
    /// It passes on the real std, the referee.
    Std,
    /// It passes in virtual time.
    VirtualTime,
    /// It passes in every interleaving, and there are few enough to run all.
    Exhaustive,
}

/// `exceptions.toml`.
#[derive(Deserialize)]
pub struct Exceptions {
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    /// Names of examples, with `*` for any text.
    examples: Vec<String>,
    /// The stage that they do not pass.
    stage: Stage,
    reason: String,
}

impl Exceptions {
    /// The list as it stands in the repository.
    pub fn listed() -> Self {
        toml::from_str(include_str!("exceptions.toml"))
            .expect("exceptions.toml is a list of exceptions")
    }

    /// Which failures are not listed, which listed ones do not fail, and which are listed without a reason. A failure
    /// is the example's name, the stage and what was said.
    pub fn complaints(&self, failed: &[(String, Stage, &str)]) -> Vec<String> {
        let listed = || {
            self.exception
                .iter()
                .flat_map(|entry| entry.examples.iter().map(|name| (name, entry.stage)))
        };
        let mut complaints = Vec::new();
        for (name, stage, why) in failed {
            if !listed().any(|(pattern, of)| of == *stage && matches(pattern, name)) {
                complaints.push(format!(
                    "fails ({stage:?}) and is not listed: {name}\n{why}"
                ));
            }
        }
        for (pattern, stage) in listed() {
            if !failed
                .iter()
                .any(|(name, of, _)| *of == stage && matches(pattern, name))
            {
                complaints.push(format!("listed ({stage:?}), but does not fail: {pattern}"));
            }
        }
        let unexplained = self
            .exception
            .iter()
            .filter(|entry| entry.reason.trim().is_empty());
        complaints.extend(
            unexplained.map(|entry| format!("listed without a reason: {:?}", entry.examples)),
        );
        complaints
    }
}

#[test]
fn a_list_complains_of_both_directions() {
    let list = "[[exception]]\nexamples = ['a *', 'b 1']\nstage = 'virtual-time'\nreason = 'why'";
    let list: Exceptions = toml::from_str(list).unwrap();
    let failure = |name: &str, stage| (name.to_owned(), stage, "");
    let both = [
        failure("a 2", Stage::VirtualTime),
        failure("b 1", Stage::VirtualTime),
    ];
    assert!(list.complaints(&both).is_empty());
    assert_eq!(
        list.complaints(&both[..1]).len(),
        1,
        "one that is listed passes"
    );
    let other = [
        failure("a 2", Stage::VirtualTime),
        failure("b 1", Stage::Exhaustive),
    ];
    assert_eq!(
        list.complaints(&other).len(),
        2,
        "one that is listed fails elsewhere"
    );
}
