//! `[hints]` of an `exercise.toml`, and the one place that chooses among them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::cause::Cause;
use crate::outcome::Outcome;
use crate::verdict::Verdict;

/// The key whose hints are given when there are none for the verdict.
pub const ANY: &str = "any";

/// Staged hints, the vaguest first, by key: a [`Cause`], a [`Verdict`], or [`ANY`].
///
/// ```toml
/// [hints]
/// crashed = ["Does your code end the program?", "..."]
/// crashed_overflow = ["Which function calls itself?", "..."]
/// any = ["...", "..."]
/// [hints.a_dead_worker_fails_its_own_task_only] # of this check, before those above
/// timed_out = ["...", "..."]
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "BTreeMap<String, Entry>")]
pub struct Hints {
    of_all: Keyed,
    of_check: BTreeMap<String, Keyed>,
}

/// Stages by key.
type Keyed = BTreeMap<String, Vec<String>>;

/// What a key of `[hints]` can stand for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(
    untagged,
    expecting = "a list of hints, or a table of such lists for one check"
)]
enum Entry {
    Stages(Vec<String>),
    Check(Keyed),
}

impl From<BTreeMap<String, Entry>> for Hints {
    fn from(entries: BTreeMap<String, Entry>) -> Self {
        let mut hints = Self::default();
        for (key, entry) in entries {
            match entry {
                Entry::Stages(stages) => drop(hints.of_all.insert(key, stages)),
                Entry::Check(keyed) => drop(hints.of_check.insert(key, keyed)),
            }
        }
        hints
    }
}

impl Hints {
    /// The stages for that outcome of that check. Where the fault is not in how the exercise was solved, those for
    /// [`ANY`] are of no use and are not given.
    pub fn of(&self, check: &str, outcome: &Outcome) -> &[String] {
        let keys = keys(outcome);
        // What led to a verdict says more than where: the cause is asked of both before the verdict is.
        let tables = || self.of_check.get(check).into_iter().chain([&self.of_all]);
        let found = keys
            .iter()
            .find_map(|key| tables().find_map(|keyed| keyed.get(*key)));
        found.map_or(&[], Vec::as_slice)
    }

    /// Every key with its stages, as `key` or `check.key`.
    pub fn all(&self) -> impl Iterator<Item = (String, &[String])> {
        let of_all = self.of_all.iter();
        let of_all = of_all.map(|(key, stages)| (key.clone(), stages.as_slice()));
        let of_check = self.of_check.iter().flat_map(|(check, keyed)| {
            let keyed = keyed.iter();
            keyed.map(move |(key, stages)| (format!("{check}.{key}"), stages.as_slice()))
        });
        of_all.chain(of_check)
    }

    /// True if there are hints for any outcome.
    pub fn has_any(&self) -> bool {
        self.of_all.contains_key(ANY)
    }

    /// What is wrong with them, in an exercise whose checks are those that `is_check` knows.
    pub(crate) fn problem(&self, is_check: impl Fn(&str) -> bool) -> Option<String> {
        if let Some(check) = self.of_check.keys().find(|check| !is_check(check)) {
            return Some(format!(
                "[hints.{check}] is about no check of this exercise"
            ));
        }
        self.all().find_map(|(key, stages)| {
            let (_, last) = key.rsplit_once('.').unwrap_or(("", &key));
            if !is_key(last) {
                return Some(format!(
                    "[hints] `{key}` is neither `{ANY}`, nor a verdict, nor a cause; the verdicts are {}; the causes are {}",
                    Verdict::ALL.map(Verdict::name).join(", "),
                    Cause::ALL.map(Cause::name).join(", "),
                ));
            }
            stages
                .is_empty()
                .then(|| format!("[hints] `{key}` holds no hint; write one or remove the key"))
        })
    }
}

fn is_key(key: &str) -> bool {
    key == ANY || key.parse::<Verdict>().is_ok() || key.parse::<Cause>().is_ok()
}

/// The keys whose hints fit an outcome, the best first.
fn keys(outcome: &Outcome) -> Vec<&'static str> {
    use Verdict::{BuildFailed, Forbidden, GraderFault, Inconclusive, NotAttempted, Passed};
    let verdict = outcome.verdict;
    if verdict == Passed {
        return Vec::new();
    }
    let mut keys = Vec::new();
    if let Some(cause) = outcome.cause {
        keys.push(cause.name());
        keys.extend(cause.hinted_like().map(Cause::name));
        keys.push(cause.hinted_as().name());
    }
    keys.push(verdict.name());
    if !matches!(
        verdict,
        NotAttempted | BuildFailed | Forbidden | Inconclusive | GraderFault
    ) {
        keys.push(ANY);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
        any = ["the lesson"]
        race = ["what if?", "lock it"]
        crashed = ["exit"]
        crashed_overflow = ["recursion"]
        [ends]
        crashed = ["exit at the end"]
    "#;

    fn hints(text: &str) -> Hints {
        toml::from_str(text).unwrap()
    }

    fn first(check: &str, verdict: Verdict, cause: Option<Cause>) -> Option<String> {
        let outcome = Outcome {
            cause,
            ..Outcome::of(verdict, "")
        };
        hints(TEXT).of(check, &outcome).first().cloned()
    }

    #[test]
    fn the_cause_is_asked_before_the_verdict_and_the_check_before_the_exercise() {
        let overflow = Some(Cause::CrashedOverflow);
        for (check, cause, hint) in [
            ("begins", None, "exit"),
            ("begins", overflow, "recursion"),
            ("begins", Some(Cause::CrashedPanic), "exit"),
            ("ends", None, "exit at the end"),
            ("ends", overflow, "recursion"),
        ] {
            let found = first(check, Verdict::Crashed, cause);
            assert_eq!(found.as_deref(), Some(hint), "{check} {cause:?}");
        }
        let found = first("begins", Verdict::TooSlow, None);
        assert_eq!(found.as_deref(), Some("the lesson"));
    }

    #[test]
    fn a_panic_that_comes_in_some_interleavings_is_hinted_as_a_race() {
        let found = first("begins", Verdict::Panicked, Some(Cause::PanickedRace));
        assert_eq!(found.as_deref(), Some("what if?"));
    }

    #[test]
    fn a_cause_without_hints_of_its_own_has_those_of_one_like_it() {
        let text = "race = [\"what if?\"]\nrace_unjoined = [\"join\"]\npanicked = [\"where?\"]\nany = [\"\"]";
        let unjoined = Outcome::of(Verdict::Panicked, "").because(Cause::PanickedUnjoined);
        assert_eq!(hints(text).of("ends", &unjoined), ["join"]);
    }

    #[test]
    fn what_says_nothing_about_the_solution_has_only_hints_of_its_own() {
        for verdict in [
            Verdict::Passed,
            Verdict::BuildFailed,
            Verdict::NotAttempted,
            Verdict::Inconclusive,
            Verdict::GraderFault,
        ] {
            assert_eq!(first("begins", verdict, None), None, "{verdict}");
        }
    }

    #[test]
    fn a_key_that_means_nothing_is_named() {
        let problem = |text| hints(text).problem(|check| check == "ends");
        assert_eq!(problem(TEXT), None);
        let unknown = problem("racy = [\"a\"]").unwrap();
        assert!(
            unknown.contains("`racy`") && unknown.contains("deadlock_condvar"),
            "{unknown}"
        );
        let unknown = problem("[ends]\nracy = [\"a\"]").unwrap();
        assert!(unknown.contains("`ends.racy`"), "{unknown}");
        let unknown = problem("[starts]\nrace = [\"a\"]").unwrap();
        assert!(unknown.contains("no check"), "{unknown}");
        let empty = problem("race = []").unwrap();
        assert!(empty.contains("no hint"), "{empty}");
    }
}
