//! The levels: samples that end in a race or a deadlock, in the order of a list beside them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use course::Verdict;
use serde::Deserialize;

use crate::commands::play::NotPlayable;
use crate::samples::{self, Head, SUBMISSIONS, Sample};
use crate::workspace::{Exercise, SOLUTIONS, Workspace};

/// The list, beside the samples: `levels = ["ex03/load_then_store"]`, the easiest first.
const LIST: &str = "levels.toml";

/// A sample that is played.
#[derive(Debug)]
pub struct Level<'w> {
    pub exercise: &'w Exercise,
    pub sample: Sample,
    /// The checks that it breaks by an order of its threads, in the order of the exercise.
    pub checks: Vec<String>,
}

impl Level<'_> {
    /// `ex03/load_then_store`
    pub fn id(&self) -> String {
        format!("{}/{}", self.exercise.name, self.sample.name)
    }

    /// `load then store`
    pub fn title(&self) -> String {
        self.sample.name.replace('_', " ")
    }
}

#[derive(Debug, Deserialize)]
struct List {
    levels: Vec<String>,
}

/// Every level, in order.
///
/// # Errors
/// There is no list, or none of what it lists.
pub fn all(workspace: &Workspace) -> Result<Vec<Level<'_>>, NotPlayable> {
    let folder = workspace.root.join(SUBMISSIONS);
    let list = read(&folder)?;
    let mut known = BTreeMap::new();
    for exercise in &workspace.exercises {
        let is_listed = |id: &String| id.split('/').next() == Some(exercise.name.as_str());
        if list.iter().any(is_listed) {
            let levels = of(workspace, exercise, &folder);
            known.extend(levels.into_iter().map(|level| (level.id(), level)));
        }
    }
    let levels: Vec<_> = list.iter().filter_map(|id| known.remove(id)).collect();
    match levels.is_empty() {
        true => Err(no_levels(
            &folder,
            "the folder holds none of the samples that it lists",
        )),
        false => Ok(levels),
    }
}

fn read(folder: &Path) -> Result<Vec<String>, NotPlayable> {
    let path = folder.join(LIST);
    let text = fs::read_to_string(&path).map_err(|error| no_levels(&path, &error.to_string()))?;
    let list: List = toml::from_str(&text).map_err(|error| no_levels(&path, error.message()))?;
    Ok(list.levels)
}

fn no_levels(path: &Path, why: &str) -> NotPlayable {
    NotPlayable::NoLevels {
        path: PathBuf::from(path),
        why: why.to_owned(),
    }
}

/// What of an exercise's samples can be a level.
fn of<'w>(workspace: &Workspace, exercise: &'w Exercise, folder: &Path) -> Vec<Level<'w>> {
    let editable = exercise.spec.editable.first();
    let solution = editable.map(|file| {
        workspace
            .root
            .join(SOLUTIONS)
            .join(&exercise.folder)
            .join(file)
    });
    let solution = solution
        .and_then(|path| fs::read_to_string(path).ok())
        .unwrap_or_default();
    let dir = folder.join(&exercise.name).join("wrong");
    let samples = samples::read_all(&dir, exercise, &solution).flatten();
    samples
        .filter_map(|sample| {
            let checks = broken(exercise, &sample.head);
            (!checks.is_empty()).then_some(Level {
                exercise,
                sample,
                checks,
            })
        })
        .collect()
}

/// The checks that a sample with that head breaks by an order of its threads.
fn broken(exercise: &Exercise, head: &Head) -> Vec<String> {
    let verdict = |check: &str| head.verdicts.get(check).copied().or(head.others);
    let names = exercise.spec.checks.iter().map(|check| check.name.as_str());
    let is_broken = |name: &&str| matches!(verdict(name), Some(Verdict::Race | Verdict::Deadlock));
    names.filter(is_broken).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    /// A course of one exercise with these samples.
    fn course(samples: &[(&str, &str)], list: Option<&str>) -> (tempfile::TempDir, Workspace) {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(SUBMISSIONS);
        fs::create_dir_all(folder.join("ex03/wrong")).unwrap();
        for (name, verdict) in samples {
            let text = format!(
                "//! A story.\n//!\n//! ```toml\n//! others = \"passed\"\n//! no_update_is_lost = \"{verdict}\"\n//! ```\n"
            );
            fs::write(folder.join(format!("ex03/wrong/{name}.rs")), text).unwrap();
        }
        if let Some(list) = list {
            fs::write(folder.join(LIST), list).unwrap();
        }
        let workspace = Workspace {
            root: root.path().to_owned(),
            exercises: vec![exercise("ex03_race_conditions")],
        };
        (root, workspace)
    }

    const SAMPLES: [(&str, &str); 3] = [
        ("late", "race"),
        ("slow", "too_slow"),
        ("early", "deadlock"),
    ];

    #[test]
    fn levels_come_in_the_order_of_the_list_and_only_what_an_order_of_threads_breaks() {
        let list = "levels = [\"ex03/early\", \"ex03/gone\", \"ex03/slow\", \"ex03/late\"]";
        let (_root, workspace) = course(&SAMPLES, Some(list));
        let levels = all(&workspace).unwrap();
        let ids: Vec<_> = levels.iter().map(Level::id).collect();
        assert_eq!(ids, ["ex03/early", "ex03/late"]);
        assert_eq!(levels[0].checks, ["no_update_is_lost"]);
        assert_eq!(levels[0].title(), "early");
    }

    #[test]
    fn without_samples_there_is_a_sentence_that_names_the_folder_and_the_remedy() {
        for (samples, list) in [
            (&SAMPLES[..], None),
            (&[], Some("levels = [\"ex03/late\"]")),
        ] {
            let (_root, workspace) = course(samples, list);
            let error = all(&workspace).unwrap_err().to_string();
            assert!(
                error.contains(SUBMISSIONS) && error.contains("git"),
                "{error}"
            );
        }
    }
}
