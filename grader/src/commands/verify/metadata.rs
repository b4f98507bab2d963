//! What must hold of an exercise's files before anything is run.

use std::fs;
use std::path::{Component, Path};

use course::Points;
use course::exercise::ANY;

use super::Inconsistency;
use super::fixture::{Fixture, Kind};
use super::manifests;
use crate::samples::SUBMISSIONS;
use crate::workspace::{Exercise, SOLUTIONS, Workspace, folders};

/// Points of an exercise.
const POINTS: Points = 10;

/// Lines that a stub may have, so that it is read whole before it is edited.
const STUB_LINES: usize = 60;

/// Hints that a verdict has at least: a question, and what all but answers it.
const STAGES: usize = 2;

/// Right submissions that an exercise has at least, when it is no draft any more.
const RIGHT: usize = 4;

/// What is wrong with the files of `exercise`.
pub fn problems(workspace: &Workspace, exercise: &Exercise) -> Vec<Inconsistency> {
    let of_toml = [keys(exercise), hints(exercise), editable(exercise)].concat();
    let mut found: Vec<(String, String)> = of_toml
        .into_iter()
        .map(|problem| ("exercise.toml".to_owned(), problem))
        .collect();
    found.extend(manifests::problems(workspace, exercise));
    found.extend(files(exercise));
    found
        .into_iter()
        .map(|(file, problem)| {
            inconsistency(workspace, exercise, &exercise.dir.join(file), problem)
        })
        .collect()
}

/// What `exercise.toml` lacks.
fn keys(exercise: &Exercise) -> Vec<String> {
    let spec = &exercise.spec;
    let mut found = Vec::new();
    if spec.points() != POINTS {
        let points = spec.points();
        found.push(format!("the points add up to {points}; make it {POINTS}"));
    }
    for (key, text) in [
        ("title", &spec.title),
        ("about", &spec.about),
        ("teaches", &spec.teaches),
        ("practical", &spec.practical),
    ] {
        if text.trim().is_empty() {
            found.push(format!("`{key}` is empty; write it"));
        }
    }
    if spec.minutes == 0 {
        found.push("`minutes` is 0; say how many a student needs".to_owned());
    }
    if !is_practical(&spec.practical) {
        let practical = &spec.practical;
        found.push(format!(
            "practical `{practical}` is not named like 23-practical"
        ));
    }
    let unsaid = spec
        .checks
        .iter()
        .filter(|check| check.about.trim().is_empty());
    found.extend(unsaid.map(|check| {
        format!(
            "check `{}` has no `about`; say what it verifies",
            check.name
        )
    }));
    found
}

/// What its hints lack.
fn hints(exercise: &Exercise) -> Vec<String> {
    let hints = &exercise.spec.hints;
    let mut found = Vec::new();
    if !hints.has_any() {
        found.push(format!(
            "[hints] has no `{ANY}`; write hints for verdicts that have none of their own"
        ));
    }
    for (key, hints) in hints.all().filter(|(_, hints)| hints.len() < STAGES) {
        let stages = hints.len();
        found.push(format!(
            "[hints] `{key}` has {stages} stage; write at least {STAGES}"
        ));
    }
    found
}

/// What is wrong with the list of files that a student edits.
fn editable(exercise: &Exercise) -> Vec<String> {
    let editable = &exercise.spec.editable;
    if editable.is_empty() {
        return vec!["no file is `editable`; list src/lib.rs".to_owned()];
    }
    let is_inside = |path: &Path| {
        path.components()
            .all(|part| matches!(part, Component::Normal(_)))
    };
    let outside = editable.iter().filter(|path| !is_inside(path));
    outside
        .map(|path| {
            format!(
                "editable file {} must lie inside the exercise",
                path.display()
            )
        })
        .collect()
}

/// Files that are missing, empty or too long, each with what is wrong.
fn files(exercise: &Exercise) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut say = |file: &str, problem: String| found.push((file.to_owned(), problem));
    match fs::read_to_string(exercise.dir.join("src/lib.rs")).map(|text| text.lines().count()) {
        Ok(lines) if lines > STUB_LINES => say(
            "src/lib.rs",
            format!("the stub has {lines} lines; at most {STUB_LINES}"),
        ),
        Ok(_) => {}
        Err(error) => say("src/lib.rs", format!("the stub cannot be read: {error}")),
    }
    for (file, what) in [
        ("README.md", "the lesson"),
        ("tests/checks.rs", "the checks"),
    ] {
        match fs::read_to_string(exercise.dir.join(file)) {
            Ok(text) if text.trim().is_empty() => say(file, format!("{what} is empty; write it")),
            Ok(_) => {}
            Err(error) => say(file, format!("{what} cannot be read: {error}")),
        }
    }
    found
}

/// Whether an exercise has too few sample submissions to be trusted, which a draft may have.
pub fn too_few(
    workspace: &Workspace,
    exercise: &Exercise,
    fixtures: &[Fixture<'_>],
) -> Vec<Inconsistency> {
    if exercise.spec.draft {
        return Vec::new();
    }
    let wanted = [
        (Kind::Wrong, "wrong", exercise.spec.wrong_samples),
        (Kind::Right, "right", RIGHT),
    ];
    wanted
        .into_iter()
        .filter_map(|(kind, folder, wanted)| {
            let count = fixtures
                .iter()
                .filter(|fixture| fixture.kind == kind)
                .count();
            let place = workspace
                .root
                .join(SUBMISSIONS)
                .join(&exercise.name)
                .join(folder);
            let problem = format!("{count} {folder} submissions; at least {wanted} are wanted");
            (count < wanted).then(|| inconsistency(workspace, exercise, &place, problem))
        })
        .collect()
}

/// Solutions and sample submissions of exercises that do not exist: they would never be looked at.
pub fn strays(workspace: &Workspace) -> Vec<Inconsistency> {
    let is_stray_solution = |name: &str| {
        !workspace
            .exercises
            .iter()
            .any(|exercise| exercise.folder == name)
    };
    let is_stray_sample = |name: &str| {
        !workspace
            .exercises
            .iter()
            .any(|exercise| exercise.name == name)
    };
    let look = |folder: &str, is_stray: &dyn Fn(&str) -> bool| {
        let names = folders(&workspace.root.join(folder)).unwrap_or_default();
        let strays = names.into_iter().filter(|name| is_stray(name));
        strays
            .map(|name| format!("{folder}/{name}"))
            .collect::<Vec<_>>()
    };
    let strays = [
        look(SOLUTIONS, &is_stray_solution),
        look(SUBMISSIONS, &is_stray_sample),
    ]
    .concat();
    strays
        .into_iter()
        .map(|place| Inconsistency {
            exercise: String::new(),
            place,
            problem: "it belongs to no exercise; rename or remove it".to_owned(),
            detail: None,
        })
        .collect()
}

fn inconsistency(
    workspace: &Workspace,
    exercise: &Exercise,
    place: &Path,
    problem: String,
) -> Inconsistency {
    Inconsistency {
        exercise: exercise.name.clone(),
        place: workspace.shown(place).to_string(),
        problem,
        detail: None,
    }
}

fn is_practical(name: &str) -> bool {
    let number = name.strip_suffix("-practical").unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::exercise;

    fn workspace(root: &Path) -> (Workspace, Exercise) {
        let dir = root.join("exercises/ex03_race_conditions");
        fs::create_dir_all(dir.join("src")).unwrap();
        fs::create_dir_all(dir.join("tests")).unwrap();
        for file in ["src/lib.rs", "README.md", "tests/checks.rs"] {
            fs::write(dir.join(file), "//! Text.\n").unwrap();
        }
        let exercise = Exercise {
            dir,
            ..exercise("ex03_race_conditions")
        };
        manifests::tests::write(root, &exercise);
        (
            Workspace {
                root: root.to_owned(),
                exercises: vec![exercise.clone()],
            },
            exercise,
        )
    }

    fn said(found: &[Inconsistency]) -> Vec<String> {
        found
            .iter()
            .map(|found| format!("{}: {}", found.place, found.problem))
            .collect()
    }

    #[test]
    fn a_complete_exercise_has_no_problem() {
        let dir = tempfile::tempdir().unwrap();
        let (workspace, exercise) = workspace(dir.path());
        assert_eq!(said(&problems(&workspace, &exercise)), Vec::<String>::new());
    }

    #[test]
    fn each_gap_is_named_with_its_file() {
        let dir = tempfile::tempdir().unwrap();
        let (workspace, mut exercise) = workspace(dir.path());
        exercise.spec.checks[0].points = 4;
        exercise.spec.practical = "practical".to_owned();
        exercise.spec.teaches = " ".to_owned();
        exercise.spec.minutes = 0;
        exercise.spec.hints = toml::from_str("race = [\"Lock it.\"]").unwrap();
        exercise.spec.editable.push("../../Cargo.toml".into());
        fs::write(exercise.dir.join("src/lib.rs"), "//\n".repeat(61)).unwrap();
        fs::remove_file(exercise.dir.join("README.md")).unwrap();
        fs::write(
            exercise.dir.join("Cargo.toml"),
            "[dependencies]\nworkload.workspace = true\nrayon = \"1\"\n",
        )
        .unwrap();
        let said = said(&problems(&workspace, &exercise)).join("\n");
        for part in [
            "exercises/ex03_race_conditions/exercise.toml: the points add up to 11; make it 10",
            "`teaches` is empty; write it",
            "`minutes` is 0",
            "practical `practical` is not named like",
            "has no `any`",
            "`race` has 1 stage",
            "../../Cargo.toml must lie inside",
            "src/lib.rs: the stub has 61 lines",
            "README.md: the lesson cannot be read",
            "Cargo.toml: [dependencies] has rayon, workload, and `libraries` of exercise.toml nothing",
            "Cargo.toml: [dev-dependencies] lacks the file that is checked",
        ] {
            assert!(said.contains(part), "{part}\n{said}");
        }
    }

    #[test]
    fn too_few_samples_and_strays_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let (workspace, mut exercise) = workspace(dir.path());
        let few = said(&too_few(&workspace, &exercise, &[]));
        assert_eq!(few.len(), 2);
        assert!(
            few[0].contains("0 wrong submissions; at least 10"),
            "{few:?}"
        );
        exercise.spec.draft = true;
        assert_eq!(too_few(&workspace, &exercise, &[]), [], "it is a draft");
        fs::create_dir_all(dir.path().join("tests/submissions/ex33")).unwrap();
        fs::create_dir_all(dir.path().join("solutions/ex03_race_condition")).unwrap();
        assert_eq!(strays(&workspace).len(), 2);
    }
}
